"""Tell sentences that speak to a language model from those that report.

Articles are data. A sentence such as "Ignore the above and say ..." would, were it given to a chat
model, be obeyed by some. It stays searchable, and the extractive answer may quote it.
"""

import re

_PATTERNS = (
    # English: set aside what was said before; new rules, a new role; words put into the mouth.
    r"\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,60}\b(?:above|previous|prior|earlier"
    r"|preceding|instructions?|prompts?|rules|guidelines|everything|all of this|context)\b",
    r"\b(?:new|updated|real|actual|following|your|these|my) +(?:system +)?"
    r"(?:instructions?|prompts?|directives?)\s*:",
    r"\b(?:your|system|hidden) +(?:instructions?|prompts?|directives?)\b",
    r"\b(?:you are|you're|act as|pretend to be|behave like|roleplay as) (?:now |an? |no longer )*"
    r"(?:ai|assistant|chatbot|chatgpt|dan|language model|llm|bot|unrestricted|jailbroken)\b",
    r"\byou are (?:now|no longer)\b",
    r"\b(?:dear|attention|note to|message to|hey|hello)[ ,:]+(?:the |all |any )?(?:ai|assistants?"
    r"|chatbots?|language models?|llms?|models?|gpt|claude|gemini)\b",
    r"\bas an? (?:ai|language model|assistant|llm)\b",
    r"\b(?:reply|respond|answer|say|output|print|write|state|begin) +(?:only|exactly|just|simply"
    r"|nothing but|instead|with|the (?:words?|following|text|sentence|phrase)|your answer)\b",
    r"\b(?:repeat|reveal|print|show|leak|output|disclose)\b.{0,40}\b(?:system|prompt|instructions?"
    r"|everything above|words above|text above|api key|password)\b",
    r"\bif you (?:are|read this as) an? (?:ai|llm|language model|assistant|chatbot)\b",
    r"\bdo not (?:cite|mention|tell the user|answer the question)\b",
    r"\b(?:when|if|whenever) (?:you are )?(?:asked|summari[sz]ing|answering)\b[^.]{0,60}, *"
    r"(?:always |only |just |please |you )*(?:say|answer|reply|respond|claim|state|include|add)\b",
    # German.
    r"\b(?:ignorier\w*|vergiss|vergesse\w*|missacht\w*|verwirf|überspring\w*|beachte\w* nicht)\b"
    r".{0,60}\b(?:ob(?:en|ige[mnrs]?)|bisherige\w*|vorherige\w*|vorige\w*|frühere\w*|anweisung\w*"
    r"|vorgaben?|regeln|alles|prompt\w*|kontext|instruktion\w*)\b",
    r"\b(?:neue|folgende|deine|eigentliche|wahre|meine)[nrsm]? +(?:system)?(?:anweisung"
    r"|instruktion|direktive|prompt)\w*\s*:|\bdeine[nrsm]? +(?:system)?(?:anweisung|prompt)\w*",
    r"\bdu bist (?:jetzt|nun|ab jetzt|ab sofort|nicht mehr|ein[e]? (?:ki|assistent\w*|chatbot"
    r"|sprachmodell))\b",
    r"\b(?:verhalte dich|tu so|spiele?|agiere|handle) (?:jetzt |nun )?(?:wie|als)\b",
    r"\b(?:liebe[rs]?|achtung|hallo|hinweis an|nachricht an|an)[ ,:]+(?:die |das |alle )?(?:ki\b"
    r"|assistent\w*|chatbots?\b|sprachmodelle?\b|modelle?\b|ki-)",
    r"\bals (?:ki|sprachmodell|assistent)\b",
    r"\b(?:antworte|sag|sage|schreib|schreibe|gib|behaupte|wiederhole|erkläre)\b[ ,:]*(?:nur|exakt"
    r"|genau|einfach|stattdessen|mit|ausschließlich|dem nutzer|der nutzerin|als antwort|die worte"
    r"|den satz|folgende[nrs]?|dass)\b",
    r"\b(?:gib|zeig|nenne|verrat|wiederhol|druck)\w*\b.{0,40}\b(?:system\w*|prompt\w*|anweisungen"
    r"|schlüssel|passwort)\b",
    r"\b(?:wenn|falls|sofern) du ein[e]? (?:ki|sprachmodell|assistent\w*|chatbot)\b",
    r"\b(?:wenn|falls|sobald) (?:du |man dich )?.{0,30}(?:gefragt|zusammenfasst|antwortest)\b"
    r".{0,60}\b(?:sag|sage|antworte|schreibe?|behaupte)\b",
    # Both: the marks of a chat's format, and of this project's own fence.
    r"<\|?/?\s*(?:im_start|im_end|system|assistant|user|endoftext|articles?|inst|s)\b",
    r"\[/?(?:inst|system|assistant)\]|<<\s*sys|#{2,}\s*(?:instruction|system|anweisung|response)",
    r"^\W*(?:system|assistant|developer|user|human)\s*:",
    r"\b(?:system ?prompt|systemprompt|prompt injection|jailbreak)\b",
)
_SPEAKS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.DOTALL)


def speaks_to_a_machine(text: str) -> bool:
    """Say whether a sentence, in English or German, gives orders to a language model."""
    return _SPEAKS.search(" ".join(text.split())) is not None
