"""The demo's own words, in Italian and in English."""

LANGUAGES = ("it", "en")

EN = {
    "title": "revmentor, tried out",
    "what": "A small Slack on this machine, with the real bot behind it. All of it stays here.",
    "language": "Language",
    "skip_link": "Go to the pages",
    "clock": "Clock",
    "rome": "programme time (Rome)",
    "time_of": "{time} in {place}",
    "more": "More",
    "hour": "+1 hour",
    "day": "+1 day",
    "next": "To the next message",
    "next_hint": "Until one of these three people gets a message, five weeks at most.",
    "play": "Play {weeks} weeks",
    "stop": "Stop",
    "colleagues": "Colleagues act by themselves",
    "colleagues_hint": "The others join, answer, move meetings or stay silent while time passes. "
    "Whoever you play waits for you.",
    "progress": "Time passes",
    "counts": "Joined: {joined} · pairs: {pairs} · meetings set: {dates} · messages: {messages}",
    "pages": "Three people's pages",
    "show_page": "Page to show",
    "role.mentor": "Mentor",
    "role.mentee": "Mentee",
    "role.lead": "Lead",
    "who": "{role}: who you see",
    "group.leads": "Lead the programme",
    "group.Europe/Rome": "Rome",
    "group.Europe/London": "London",
    "group.America/New_York": "New York",
    "group.other": "Elsewhere",
    "played": "You play {name}",
    "unplayed": "{name} acts without you",
    "led": "Waits for you",
    "waits": "Waits until colleagues act",
    "let_go": "Let {name} act again",
    "let_go_short": "Let go",
    "open_alone": "Open this page alone",
    "bot.runs": "The bot runs",
    "bot.starting": "The bot is starting…",
    "bot.stopped": "The bot is stopped. Time passes without it, and nobody gets an answer.",
    "bot.ended": "The bot has ended by itself. Its log: {log}",
    "bot.stop": "Stop the bot",
    "bot.start": "Start it again",
    "busy.hour": "One hour passes…",
    "busy.day": "One day passes…",
    "busy.next": "Waiting for the next message…",
    "busy.play": "Weeks pass…",
    "busy.stop_bot": "The bot is stopping…",
    "busy.start_bot": "The bot is starting…",
    "busy.show": "Showing this step…",
    "note.came": "Now: {now}. {came}.",
    "note.one": "{name}: 1 new message",
    "note.many": "{name}: {count} new messages",
    "note.nothing": "Nothing new for these three",
    "note.none_found": "No message for these three in five weeks",
    "note.others": "{count} for others",
    "note.stopped": "Stopped here.",
    "note.cannot_show": "This step can't be shown as things stand. Do it by hand, or skip it.",
    "note.no_room": "There's no room left on the disk, so the clock stays where it is.",
    "note.bot_gone": "The bot isn't there, so time stands still. Start it again and go on.",
    "note.trouble": "That didn't work. Everything else goes on; try again.",
    "close": "Close",
    "line_down": "The demo doesn't answer. Trying again…",
    "busy": "One thing at a time: something is still running.",
    "tour": "Tour",
    "tour.open": "Two-minute tour",
    "tour.invite": "See a whole programme in two minutes: join, be paired, meet, say how it went.",
    "tour.start": "Start the tour",
    "tour.leave": "Leave the tour",
    "tour.show": "Do it for me",
    "tour.skip": "Skip",
    "tour.step": "Step {number} of {count}",
    "tour.by_hand": "By hand",
    "tour.done": "done",
    "tour.recast": "Another pair was proposed: the second page now shows {mentee}.",
    "tour.end.title": "That's revmentor",
    "tour.end.text": "People join in three minutes, a lead approves each round, pairs meet every "
    "four weeks, and figures show only what groups say. Now try anything: every page is live.",
    "step.join_mentor.title": "{mentor} joins as a mentor",
    "step.join_mentor.text": "{mentor} is at the start of a career and knows what is new. Joining "
    "takes three short windows.",
    "step.join_mentor.hand": "On the first page type /revmentor join. Choose mentor, a first "
    "level, and topics of the first group to share.",
    "step.join_mentee.title": "{mentee} joins as a mentee",
    "step.join_mentee.text": "{mentee} has been here for years, wants to learn what is new, and "
    "shares how the company works.",
    "step.join_mentee.hand": "On the second page do the same: mentee, a higher level, and wishes "
    "from the first group of topics.",
    "step.round.title": "Three weeks later",
    "step.round.text": "Colleagues join meanwhile. On a Monday the bot drafts a round: who could "
    "meet whom, and why.",
    "step.round.hand": "Press “To the next message” until {lead} is told of the round.",
    "step.approve.title": "{lead} looks, and approves",
    "step.approve.text": "Nothing is sent until a lead says so. After that there are ten minutes "
    "to stop it.",
    "step.approve.hand": "On the third page press Open the round, then Approve. Then let an "
    "hour pass.",
    "step.accept.title": "Both say yes",
    "step.accept.text": "A pair begins only if both want it. If one of them would rather meet "
    "someone else, the bot never says who.",
    "step.accept.hand": "Press Yes on the first page and on the second.",
    "step.plan.title": "They find a time",
    "step.plan.text": "The bot opens a conversation for the two, with times that suit both. "
    "{mentee} taps one, {mentor} confirms it.",
    "step.plan.hand": "On the second page open the new conversation (☰) and press one of the "
    "times; then open it on the first page, too, and press Confirm.",
    "step.checkin.title": "They meet, and say how it went",
    "step.checkin.text": "After the meeting both answer four questions in 30 seconds, and agree on "
    "the next time in the same window: one tap each.",
    "step.checkin.hand": "Press “To the next message” until the question comes; then press Yes on "
    "both pages, answer, and tap a time.",
    "step.figures.title": "{lead} sees how it goes",
    "step.figures.text": "Ten more weeks pass, and all the others act by themselves, these two "
    "included. Figures appear from ten people up: what a group says, never a person.",
    "step.figures.hand": "Let time pass, then type /revmentor stats on the third page.",
}

IT = {
    "title": "revmentor, alla prova",
    "what": "Un piccolo Slack su questo computer, con il vero bot dietro. Resta tutto qui.",
    "language": "Lingua",
    "skip_link": "Vai alle pagine",
    "clock": "Orologio",
    "rome": "ora del programma (Roma)",
    "time_of": "{place}, ore {time}",
    "more": "Altro",
    "hour": "+1 ora",
    "day": "+1 giorno",
    "next": "Al prossimo messaggio",
    "next_hint": "Finché una di queste tre persone riceve un messaggio, al massimo cinque "
    "settimane.",
    "play": "Fai passare {weeks} settimane",
    "stop": "Ferma",
    "colleagues": "Le altre persone agiscono da sole",
    "colleagues_hint": "Si iscrivono, rispondono, spostano incontri o tacciono mentre il "
    "tempo passa. Chi interpreti tu ti aspetta.",
    "progress": "Il tempo passa",
    "counts": "Iscrizioni: {joined} · coppie: {pairs} · incontri fissati: {dates} · "
    "messaggi: {messages}",
    "pages": "Le pagine di tre persone",
    "show_page": "Pagina da vedere",
    "role.mentor": "Mentor",
    "role.mentee": "Mentee",
    "role.lead": "Chi gestisce",
    "who": "{role}: chi vedi",
    "group.leads": "Gestiscono il programma",
    "group.Europe/Rome": "Roma",
    "group.Europe/London": "Londra",
    "group.America/New_York": "New York",
    "group.other": "Altrove",
    "played": "Interpreti {name}",
    "unplayed": "{name} agisce senza di te",
    "led": "Ti aspetta",
    "waits": "Aspetta che le altre persone agiscano",
    "let_go": "Fai agire di nuovo {name}",
    "let_go_short": "Lascia",
    "open_alone": "Apri solo questa pagina",
    "bot.runs": "Il bot è in funzione",
    "bot.starting": "Il bot si avvia…",
    "bot.stopped": "Il bot è fermo. Il tempo passa senza di lui e nessuno riceve risposta.",
    "bot.ended": "Il bot si è chiuso da solo. Il suo registro: {log}",
    "bot.stop": "Ferma il bot",
    "bot.start": "Riavvialo",
    "busy.hour": "Passa un’ora…",
    "busy.day": "Passa un giorno…",
    "busy.next": "In attesa del prossimo messaggio…",
    "busy.play": "Passano le settimane…",
    "busy.stop_bot": "Il bot si ferma…",
    "busy.start_bot": "Il bot si avvia…",
    "busy.show": "Ecco questo passo…",
    "note.came": "Adesso: {now}. {came}.",
    "note.one": "{name}: 1 nuovo messaggio",
    "note.many": "{name}: {count} nuovi messaggi",
    "note.nothing": "Nulla di nuovo per queste tre persone",
    "note.none_found": "Nessun messaggio per queste tre persone in cinque settimane",
    "note.others": "{count} ad altre persone",
    "note.stopped": "Fermato qui.",
    "note.cannot_show": "In questa situazione il passo non riesce da solo. Fallo a mano o saltalo.",
    "note.no_room": "Non c’è più spazio sul disco: l’orologio resta dov’è.",
    "note.bot_gone": "Il bot non c’è e il tempo è fermo. Riavvialo e prosegui.",
    "note.trouble": "Non ha funzionato. Tutto il resto va avanti: riprova.",
    "close": "Chiudi",
    "line_down": "Il banco di prova non risponde. Riprovo…",
    "busy": "Una cosa alla volta: qualcosa è ancora in corso.",
    "tour": "Visita guidata",
    "tour.open": "Visita di due minuti",
    "tour.invite": "Un intero programma in due minuti: iscriversi, formare una coppia, "
    "incontrarsi, dire com’è andata.",
    "tour.start": "Inizia la visita",
    "tour.leave": "Lascia la visita",
    "tour.show": "Fallo per me",
    "tour.skip": "Salta",
    "tour.step": "Passo {number} di {count}",
    "tour.by_hand": "A mano",
    "tour.done": "fatto",
    "tour.recast": "È stata proposta un’altra coppia: la seconda pagina ora mostra {mentee}.",
    "tour.end.title": "Questo è revmentor",
    "tour.end.text": "Ci si iscrive in tre minuti e chi gestisce il programma approva ogni giro di "
    "abbinamenti. Le coppie si vedono ogni quattro settimane e i dati mostrano solo ciò che dicono "
    "i gruppi. Ora prova "
    "quello che vuoi: ogni pagina è viva.",
    "step.join_mentor.title": "{mentor}: iscrizione come mentor",
    "step.join_mentor.text": "{mentor} è a inizio carriera e conosce le novità. Iscriversi "
    "richiede tre brevi finestre.",
    "step.join_mentor.hand": "Nella prima pagina scrivi /revmentor iscrivimi. Scegli mentor, un "
    "primo livello e, da condividere, temi del primo gruppo.",
    "step.join_mentee.title": "{mentee}: iscrizione come mentee",
    "step.join_mentee.text": "{mentee} lavora qui da tempo, vuole imparare le novità e condivide "
    "come funziona l’azienda.",
    "step.join_mentee.hand": "Nella seconda pagina fai lo stesso: mentee, un livello più alto e "
    "desideri del primo gruppo di temi.",
    "step.round.title": "Tre settimane dopo",
    "step.round.text": "Intanto si iscrivono altre persone. Un lunedì il bot prepara un giro di "
    "abbinamenti: chi potrebbe incontrare chi, e perché.",
    "step.round.hand": "Premi «Al prossimo messaggio» finché {lead} riceve notizia del giro.",
    "step.approve.title": "{lead} guarda e approva",
    "step.approve.text": "Nulla parte senza l’approvazione. Poi restano dieci minuti per fermare "
    "tutto.",
    "step.approve.hand": "Nella terza pagina premi Apri il giro, poi Approva. Infine fai passare "
    "un’ora.",
    "step.accept.title": "Due sì",
    "step.accept.text": "Si parte solo se lo vogliono in due. Se una delle due persone preferisce "
    "altro, il bot non dice mai chi.",
    "step.accept.hand": "Premi Sì nella prima pagina e nella seconda.",
    "step.plan.title": "Trovano un orario",
    "step.plan.text": "Il bot apre una conversazione per la coppia, con orari adatti alle due "
    "persone. {mentee} ne tocca uno, {mentor} lo conferma.",
    "step.plan.hand": "Nella seconda pagina apri la nuova conversazione (☰) e premi uno degli "
    "orari; poi aprila anche nella prima e premi Conferma.",
    "step.checkin.title": "Si incontrano e dicono com’è andata",
    "step.checkin.text": "Dopo l’incontro tutte e due le persone rispondono a quattro domande in "
    "30 secondi e, nella stessa finestra, fissano il prossimo: un tocco per parte.",
    "step.checkin.hand": "Premi «Al prossimo messaggio» finché arriva la domanda; poi premi Sì in "
    "tutte e due le pagine, rispondi e tocca un orario.",
    "step.figures.title": "{lead} vede come va",
    "step.figures.text": "Passano altre dieci settimane e tutte le altre persone agiscono da sole, "
    "anche queste due. I dati compaiono da dieci persone in su: ciò che dice un gruppo, mai una "
    "persona.",
    "step.figures.hand": "Fai passare il tempo, poi scrivi /revmentor statistiche nella terza "
    "pagina.",
}

WORDS = {"it": IT, "en": EN}


def language_of(wanted: str, accepted: str = "") -> str:
    """One of the two languages: what was asked for, else what the browser prefers, else English."""
    if wanted in LANGUAGES:
        return wanted
    preferred = (part.partition(";")[0].strip()[:2].lower() for part in accepted.split(","))
    return next((one for one in preferred if one in LANGUAGES), "en")
