"""Chunks of quotations and other stretches: looked up among those of the sentences, they are what splitting gives.

The texts are made here, of pieces at which chunks, sentences and quotations begin and end.
"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from laws import examples

from framing.model import Article
from framing.scoring.batch import Batch, passages
from framing.scoring.excerpts import excerpt_chunks
from framing.scoring.versions import Versions, as_it_stands, in_voices

PIECES = (
    *("The port", "war.", "War.", "“Never,”", '"Go', 'home."', "she said", "'so'", "(aid)", "a.b", "U.S."),
    *("end.Start", "why?Because", "", " ", "—", "x", "’90s", "é", "“Yes.” “No.”"),
)
TEXT = st.lists(st.sampled_from(PIECES), min_size=1, max_size=14).map(" ".join)


def made(texts):
    """A batch of one article with these paragraphs, and its text in both readings."""
    article = Article(id="a", text="\n".join(texts))
    batch = Batch([article], [passages(article)])
    return batch, in_voices(batch, as_it_stands(batch))


def stretches(data, batch):
    """Any stretches that begin and end with something visible, or hold nothing."""
    found = []
    for index, text in enumerate(batch.texts):
        places = [place for place, character in enumerate(text) if not character.isspace()]
        for _ in range(data.draw(st.integers(0, 3))):
            low, high = sorted(data.draw(st.tuples(*[st.sampled_from(places)] * 2)))
            found.append((data.draw(st.integers(0, 1)), index, low, high + 1))
    return [*found, (0, 0, 0, 0)]


@examples(300)
@given(st.lists(TEXT, min_size=1, max_size=4), st.data())
def test_excerpts_have_the_chunks_of_their_texts(texts, data):
    batch, versions = made(["Seen", *texts])
    excerpts = stretches(data, batch)
    plain, start, bounds = excerpt_chunks(batch, Versions(versions), np.array(excerpts, dtype=np.int64))
    vocabulary = batch.sentences.vocabulary
    for number, (which, index, low, high) in enumerate(excerpts):
        split = vocabulary.split([versions[which].texts[index][low:high]])
        known = slice(bounds[number], bounds[number + 1])
        found = zip(plain[known].tolist(), start[known].tolist(), strict=True)
        wanted = zip(split.plain.tolist(), split.start.tolist(), strict=True)
        assert [each for each in found if vocabulary.plain[each[0]]] == [
            each for each in wanted if vocabulary.plain[each[0]]
        ]
