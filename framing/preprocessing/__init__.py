"""From files to paragraphs, sentences, words and voices; nothing here knows of frames or tone.

    readers     paths → Articles: the door; `read_articles`, `iter_articles`, `read_text`
      files       paths → files in a stable order, their inputs and ids
      encoding    bytes → text
      dates       dates as written → ISO strings
      plain       .txt and .md: `header` (title, metadata), `layout` (lines → paragraphs), `markdown`
      webpage     .html
      rows        .csv, .jsonl, .parquet, row by row; `columns` says which column is which field
      draft       what any of them yields → Article; `cleaning` makes its characters plain
    segments    Article → paragraphs: title, heading, body
    prepare     text → the copy that is scored, with the way back to the article's offsets
    tokens      text → sentences and words with offsets
    quotes, clauses, voice    text → quotations and who speaks
    language    whether a text is English
"""
