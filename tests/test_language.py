"""English is told by its function words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.preprocessing.language import ENGLISH_SHARE, check_language, function_word_share

ENGLISH = (
    "The ministers met in the old harbour and agreed on nothing. They will meet again in the spring, when the ice is "
    "gone and the ferries run, and they will agree on nothing again. It is not that they do not want to. It is that "
    "nobody at home has told them what they are allowed to give away, and what they must bring back."
)
OTHERS = {
    "French": "Les ministres se sont réunis dans le vieux port et ne se sont mis d'accord sur rien. Ils se reverront "
    "au printemps, quand la glace aura fondu et que les bateaux partiront de nouveau, et ils ne seront toujours pas "
    "d'accord. Ce n'est pas faute de le vouloir, mais personne chez eux ne leur a dit ce qu'ils pouvaient céder.",
    "Spanish": "Los ministros se reunieron en el viejo puerto y no acordaron nada. Se verán de nuevo en la primavera, "
    "cuando el hielo se haya ido y salgan los barcos, y tampoco entonces acordarán nada. No es que no quieran, es que "
    "nadie en su casa les ha dicho qué pueden ceder ni qué deben traer de vuelta a su pueblo cansado de esperar.",
    "German": "Die Minister trafen sich im alten Hafen und einigten sich auf nichts. Im Frühling, wenn das Eis fort "
    "ist und die Fähren fahren, werden sie sich wieder treffen und sich wieder auf nichts einigen. Es ist nicht so, "
    "dass sie nicht wollen. Niemand zu Hause hat ihnen gesagt, was sie hergeben dürfen und was sie bringen müssen.",
    "Dutch": "De ministers kwamen bijeen in de oude haven en werden het over niets eens. In het voorjaar, als het ijs "
    "weg is en de boten weer varen, zien ze elkaar opnieuw en worden ze het weer over niets eens. Het is niet dat ze "
    "niet willen, maar niemand thuis heeft hun verteld wat ze mogen weggeven en wat ze moeten meebrengen.",
    "Portuguese": "Os ministros reuniram-se no velho porto e não chegaram a acordo sobre nada. Vão encontrar-se de "
    "novo na primavera, quando o gelo tiver ido e os barcos saírem, e de novo não haverá acordo. Não é que não "
    "queiram, é que ninguém em casa lhes disse o que podem ceder e o que têm de trazer de volta para o povo.",
    "Danish": "Ministrene mødtes i den gamle havn og blev ikke enige om noget. De mødes igen til foråret, når isen er "
    "væk og færgerne sejler, og så bliver de heller ikke enige om noget. Det er ikke fordi de ikke vil, men ingen "
    "derhjemme har sagt til dem, hvad de må give væk, og hvad de skal have med hjem til folket, som venter.",
    "Urdu": "وزرا پرانی بندرگاہ میں ملے اور کسی بات پر متفق نہ ہوئے۔ وہ بہار میں پھر ملیں گے، جب برف پگھل چکی ہو گی "
    "اور کشتیاں چلیں گی، اور پھر بھی کسی بات پر متفق نہیں ہوں گے۔ یہ نہیں کہ وہ چاہتے نہیں، بلکہ گھر میں کسی نے انہیں "
    "نہیں بتایا کہ وہ کیا دے سکتے ہیں اور انہیں کیا واپس لانا ہے، اور عوام انتظار کرتے رہے۔",
    "Chinese": "部长们在老港口会面,什么也没有谈成。春天冰雪融化、渡轮开航的时候,他们还会再见面,可是仍然什么也谈不成。"
    "不是他们不愿意,而是家里没有人告诉他们可以让出什么,又必须带回什么。",
}  # fmt: skip


def test_english_is_english():
    found = check_language(ENGLISH)
    assert found.verdict == "english"
    assert found.share > 0.4
    assert found.n_words >= 50


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_not(language):
    found = check_language(OTHERS[language])
    assert found.n_words >= 50
    assert found.verdict == "not english", found
    assert found.share < ENGLISH_SHARE


def test_a_short_text_is_at_worst_doubtful():
    assert check_language("Pakistan, China sign corridor deal").verdict == "doubtful"
    assert check_language("Le prix de la guerre").verdict == "doubtful"
    assert check_language("The price of war").verdict == "english"


def test_the_border_is_18_percent_of_50_words():
    """9 of 50 words are 18 %: English; 8 of 50 are 16 %: not; 8 of 49 are 16 %, but too few words to tell."""
    assert check_language("the " * 9 + "zug " * 41).verdict == "english"
    assert check_language("the " * 8 + "zug " * 42).verdict == "not english"
    assert check_language("the " * 8 + "zug " * 41).verdict == "doubtful"


def test_contractions_count_once():
    """It's, isn't and they'll are function words, town's is none: 3 of 4."""
    assert function_word_share("It’s isn't they’ll town's") == 0.75


def test_a_text_without_words_has_no_share():
    found = check_language(" … !")
    assert math.isnan(found.share)
    assert (found.n_words, found.verdict) == (0, "doubtful")


@given(st.text())
def test_the_share_is_a_share(text):
    found = check_language(text)
    assert math.isnan(found.share) == (found.n_words == 0)
    assert found.n_words == 0 or 0 <= found.share <= 1
