"""Codebooks and what they find: labels, their patterns, and hits with offsets.

| module        | what lives there                                             |
|---------------|--------------------------------------------------------------|
| codebook      | reads a codebook (`read_codebook`)                           |
| rows, checks  | its CSV files; what can be wrong with their rows             |
| patterns      | what one pattern says: words, globs, case                    |
| spelling      | British and American spellings of patterns                   |
| matcher       | patterns → hits (`Matcher`)                                  |
| trie          | the patterns over numbered words: single words and phrases    |
| pattern_words | the words of all patterns: which of them a token is          |
| negation      | which hits stand after a negation                            |
| abbreviations | `Full Name (ABBR)` pairs of one article                      |
| instrument    | a codebook as an instrument (`LexiconInstrument`)            |
| kwic          | every place of a term with the words around it               |
"""
