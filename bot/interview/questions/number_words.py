"""Numbers written as words, in Dutch and English: 0 to 999,999."""

_NL_SMALL = (
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien"
)
_NL_TENS = "twintig dertig veertig vijftig zestig zeventig tachtig negentig"
_EN_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NL = (*_NL_SMALL.split(), *_NL_TENS.split())
_EN = (*_EN_SMALL.split(), *_EN_TENS.split())


def dutch(number: int) -> str:
    """A number below 2,000 as one Dutch word, without accents ("tweehonderdvijfendertig")."""
    if number < 20:
        return _NL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (f"{_NL[ones]}en" if ones else "") + _NL[18 + tens]
    hundreds, rest = divmod(number, 100)
    return (dutch(hundreds) if hundreds > 1 else "") + "honderd" + (dutch(rest) if rest else "")


def english(number: int) -> str:
    """A number below 2,000 in English without spaces, hyphens and "and" ("twohundredthirtyfive")."""
    if number < 20:
        return _EN[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _EN[18 + tens] + (_EN[ones] if ones else "")
    hundreds, rest = divmod(number, 100)
    return english(hundreds) + "hundred" + (english(rest) if rest else "")


def _table() -> dict[str, int]:
    words = {spell(number): number for spell in (dutch, english) for number in range(2000)}
    # Spoken besides: "honderdeneen", "eenhonderd", "a hundred", "hundred".
    spoken = {f"honderden{dutch(n)}": 100 + n for n in range(1, 13)}
    return words | spoken | {"eenhonderd": 100, "hundred": 100, "ahundred": 100}


_WORDS = _table()


def number_in_words(said: str) -> int | None:
    """What plain words (lower case, no accents) say, or None: "vijf", "twenty-one", "tweeduizend"."""
    joined = "".join(word for word in said.replace("-", " ").split() if word != "and")
    for thousand in ("duizend", "thousand"):
        before, found, after = joined.partition(thousand)
        if found:
            return _with_thousands(before, after)
    return _WORDS.get(joined)


def _with_thousands(before: str, after: str) -> int | None:
    thousands = 1 if before in ("", "a") else _WORDS.get(before)
    rest = 0 if not after else _WORDS.get(after.removeprefix("en"), _WORDS.get(after))
    if thousands is None or rest is None or thousands > 999 or rest > 999:
        return None
    return thousands * 1000 + rest
