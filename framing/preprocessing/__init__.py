"""From files to paragraphs, sentences, words and voices; nothing here knows of frames or tone.

| module                     | what lives there                                                          |
|----------------------------|---------------------------------------------------------------------------|
| readers                    | the door: paths → Articles (`read_articles`, `iter_articles`, `read_text`) |
| files                      | paths → files in a stable order, with their inputs and ids                |
| streams                    | bytes of a file on disk, behind a URL, packed                             |
| encoding, cleaning         | bytes → text; its characters made plain                                   |
| plain, header, layout      | `.txt`, `.md`: title and metadata; lines → paragraphs                     |
| markdown, webpage          | Markdown's markup; `.html`                                                |
| rows, columns              | `.csv`, `.jsonl`, `.parquet` row by row; which column is which field      |
| written                    | numbers as tables and options write them                                  |
| dates                      | dates as they are written → ISO strings                                   |
| ids                        | ids given and made, unique in a run                                       |
| draft                      | what any format yields → Article                                          |
| segments                   | Article → paragraphs: title, heading, body                                |
| prepare                    | text → the copy that is scored, with the way back to its offsets          |
| tokens                     | text → sentences and words with offsets                                   |
| sentences, breaks          | the sentences of many texts at once, by their chunks                      |
| texts, chunked             | texts whose numbered chunks and words are found once for all who read them |
| vocabulary, numbering      | the distinct chunks and words, numbered, each found out once              |
| known                      | what an instrument knows of a vocabulary's words, dropped with it         |
| cuts, chunks, arrays       | where NLTK cuts a chunk; its forms; sums over arrays of numbers           |
| voice, quotes, speakers    | text → quotations and who speaks (cues: the words that tell)              |
| silenced                   | text → the copy that tone reads without words of one's choice             |
| language                   | whether a text is English                                                 |
"""
