"""Frames learned from hand-coded texts: instruments of the user's own coding, checked before they are believed.

    coded        hand-coded rows → units, coders put together
    words        what of a text is counted: words, pairs of words, letters of a word
    readings     other instruments' readings, and the evidence behind them
    features     texts → numbers; scikit-learn transformers
    folds        which units are held out together
    learning     numbers → a linear model of each label, calibrated, with thresholds
    model        what was learned, and what it says of a text and why
    figures      precision, recall, F1, AUC, calibration, with intervals by article
    baselines    what a model must beat
    holdout      what systems say of texts that they have not seen
    validation   the honest report: every figure of that, with its interval
    training     coded texts in, a model and its report out
    report       that report as tables and text
    storage      a model as one file, and back, refusing what is not one
    card         what a run has to know of a model: data, validation, which texts it learned from
    instrument   a model as an instrument
    naming       names in columns
    toml         source.toml
    embeddings   sentence embeddings as further features (optional extra)

Other instruments' readings are features too; they come in as arguments, since no instrument imports another.
`framing.scoring.trained` brings them together.
"""
