"""Where the web's edge turns message ids into sentences of the reader's language."""

from flask_babel import gettext

from core.errors import InputProblem, Message


def translate(message: Message | InputProblem | str) -> str:
    """The sentence in the language of the request; messages inside its parameters too."""
    if isinstance(message, str):
        return str(gettext(message))
    name = message.id if isinstance(message, Message) else message.message
    parameters = {
        key: translate(value) if isinstance(value, Message) else value
        for key, value in message.parameters.items()
    }
    return str(gettext(name, **parameters))
