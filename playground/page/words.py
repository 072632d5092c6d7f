"""The page's own words, in Italian and in English: those that Slack itself would say."""

import re

EN = {
    "rooms": "Conversations",
    "apps": "Apps",
    "channels": "Channels",
    "direct": "Direct messages",
    "show_rooms": "Show the conversations",
    "unread": "unread",
    "app": "App",
    "home": "Home",
    "messages": "Messages",
    "about": "About",
    "about_app": "{app} is an app in this small Slack. It works as in a real workspace.",
    "about_commands": "What you can type",
    "about_private": "What you type after {command} is seen by you and the app only.",
    "home_loading": "The app is preparing this tab…",
    "home_empty": "The app has put nothing here yet.",
    "home_trouble": "{app} didn't answer, so this tab may be out of date.",
    "try_again": "Try again",
    "only_you": "Only visible to you",
    "you_typed": "You typed",
    "edited": "edited",
    "earlier": "Show earlier messages",
    "newest": "Back to the newest messages",
    "nothing_here": "Nothing has been written here yet.",
    "begin": "Begin with {command}",
    "new_message": "New message from {name}: {text}",
    "write": "Message",
    "write_in_app": "Type a command, such as {command}",
    "write_in_room": "Write to {room}, or type a command",
    "send": "Send",
    "sending": "Sending…",
    "suggestions": "Commands",
    "choose": "Choose…",
    "find": "Type to find",
    "none_found": "Nothing fits",
    "remove": "Remove {label}",
    "at_most": "You can choose up to {count}.",
    "optional": "(optional)",
    "zone": "Time zone: {zone}",
    "cancel": "Cancel",
    "close": "Close",
    "back": "Back",
    "more": "More actions",
    "figures": "Figures",
    "value": "Value",
    "show_all": "Show all {count} rows",
    "file": "File",
    "cannot_draw": "Can't draw {kind}",
    "done": "done",
    "open": "open",
    "line_down": "No connection to the small Slack. Trying again…",
    "app_down": "{app} isn't running. What you send now isn't answered.",
    "deactivated": "This account is deactivated.",
    "dismiss": "Dismiss",
    "today": "Today",
    "yesterday": "Yesterday",
    "no_such_command": "{command} isn't a command here. Try {known}.",
    "read_only": "The app reads commands only. Start with {known}.",
    "gone": "This is no longer there: it has changed meanwhile.",
    "not_done": "That wasn't possible: the small Slack doesn't take it.",
    "operation_timeout": "{app} didn't answer in time ({code}). Try again.",
    "dispatch_failed": "{app} didn't answer as it should ({code}). Try again in a moment.",
    "not_reachable": "{app} couldn't be reached ({code}). Try again when it's running.",
    "invalid_command_response": "{app} sent an answer that Slack can't show ({code}).",
    "invalid_view_response": "{app} answered this form with something Slack can't show ({code}).",
    "other_trouble": "Something went wrong between Slack and {app} ({code}).",
}

IT = {
    "rooms": "Conversazioni",
    "apps": "App",
    "channels": "Canali",
    "direct": "Messaggi diretti",
    "show_rooms": "Mostra le conversazioni",
    "unread": "da leggere",
    "app": "App",
    "home": "Home",
    "messages": "Messaggi",
    "about": "Informazioni",
    "about_app": "{app} è un’app di questo piccolo Slack. Funziona come in un vero workspace.",
    "about_commands": "Che cosa puoi scrivere",
    "about_private": "Quello che scrivi dopo {command} lo vedete solo tu e l’app.",
    "home_loading": "L’app sta preparando questa scheda…",
    "home_empty": "L’app non ha ancora messo nulla qui.",
    "home_trouble": "{app} non ha risposto: questa scheda potrebbe non essere aggiornata.",
    "try_again": "Riprova",
    "only_you": "Visibile solo a te",
    "you_typed": "Hai scritto",
    "edited": "modificato",
    "earlier": "Mostra i messaggi precedenti",
    "newest": "Torna ai messaggi più recenti",
    "nothing_here": "Qui non è stato ancora scritto nulla.",
    "begin": "Inizia con {command}",
    "new_message": "Nuovo messaggio da {name}: {text}",
    "write": "Messaggio",
    "write_in_app": "Scrivi un comando, per esempio {command}",
    "write_in_room": "Scrivi a {room}, oppure un comando",
    "send": "Invia",
    "sending": "Invio in corso…",
    "suggestions": "Comandi",
    "choose": "Scegli…",
    "find": "Scrivi per cercare",
    "none_found": "Nessun risultato",
    "remove": "Togli {label}",
    "at_most": "Puoi scegliere fino a {count} voci.",
    "optional": "(facoltativo)",
    "zone": "Fuso orario: {zone}",
    "cancel": "Annulla",
    "close": "Chiudi",
    "back": "Indietro",
    "more": "Altre azioni",
    "figures": "Dati",
    "value": "Valore",
    "show_all": "Mostra tutte le {count} righe",
    "file": "File",
    "cannot_draw": "Blocco che qui non appare: {kind}",
    "done": "fatto",
    "open": "da fare",
    "line_down": "Nessun collegamento con il piccolo Slack. Riprovo…",
    "app_down": "{app} non è in funzione. Quello che invii ora resta senza risposta.",
    "deactivated": "Questo account è disattivato.",
    "dismiss": "Chiudi l’avviso",
    "today": "Oggi",
    "yesterday": "Ieri",
    "no_such_command": "{command} non è un comando. Prova con {known}.",
    "read_only": "L’app legge solo i comandi. Inizia con {known}.",
    "gone": "Non c’è più: nel frattempo è cambiato.",
    "not_done": "Non è stato possibile: il piccolo Slack non lo accetta.",
    "operation_timeout": "{app} non ha risposto in tempo ({code}). Riprova.",
    "dispatch_failed": "{app} non ha risposto come doveva ({code}). Riprova tra poco.",
    "not_reachable": "{app} non è raggiungibile ({code}). Riprova quando è in funzione.",
    "invalid_command_response": "{app} ha risposto in un modo che Slack non sa mostrare ({code}).",
    "invalid_view_response": "{app} ha risposto al modulo in un modo che Slack non sa mostrare "
    "({code}).",
    "other_trouble": "Qualcosa non ha funzionato tra Slack e {app} ({code}).",
}

FAULTS = [
    (r"Please complete this required field\.", "Compila questo campo: è obbligatorio."),
    (r"Please enter a valid email address\.", "Scrivi un indirizzo email valido."),
    (r"Please enter a valid URL\.", "Scrivi un indirizzo web valido."),
    (r"Please enter a valid number\.", "Scrivi un numero."),
    (r"Please enter a whole number\.", "Scrivi un numero intero."),
    (r"Please enter no more than (\S+) characters\.", r"Scrivi al massimo \1 caratteri."),
    (r"Please enter at least (\S+) characters\.", r"Scrivi almeno \1 caratteri."),
    (r"Please enter a number of at least (\S+)\.", r"Scrivi un numero non inferiore a \1."),
    (r"Please enter a number of at most (\S+)\.", r"Scrivi un numero non superiore a \1."),
]
"""What Slack's own client says of a field, in English, and the same in Italian."""


def is_italian(locale: str) -> bool:
    """Whether somebody with this locale reads Italian."""
    return locale.lower().startswith("it")


def words_for(locale: str) -> dict[str, str]:
    """The words for somebody with this locale: Italian, else English."""
    return IT if is_italian(locale) else EN


def fault_for(locale: str, fault: str) -> str:
    """What is wrong with a field, in the reader's language; other words stay as they are."""
    if is_italian(locale):
        for english, italian in FAULTS:
            found = re.fullmatch(english, fault)
            if found:
                return found.expand(italian)
    return fault
