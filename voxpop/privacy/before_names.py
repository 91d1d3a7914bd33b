"""Words that tell of a name behind them: titles, greetings, kin, trades, ends of letters; in six languages."""

TITLES = (
    "Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Sir|Herrn?|Hr|Frau|Fr|Monsieur|Madame|Mme|Mlle|Señor|Señora|Señorita|Sra?|Srta|Signora?|Sig|Sig\\.ra|Dott|"
    "Dottoressa|Senhora?|Dona|Dña|Fam|Familie|Eheleute|Ehepaar|Avv"
)
ROMANCE_TITLES = "señor|señora|señorita|monsieur|madame|signora?|senhora?|sig|sig\\.ra|sig\\.na|dott|dott\\.ssa|sra?"
"""These are written small too."""

OWN = (
    "my name is|my name['’]s|i am called|ich heiße|ich heisse|mein name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|"
    "il mio nome è|meu nome é|me chamo|chamo-me"
)
FAMILY = (
    "(?:sur|last |family )name (?:is|was)|nachname (?:ist|lautet)|nom de famille est|apellido es|cognome è|apelido é|account holder:?|"
    "card ?holder:?|konto ?inhaber(?:in)?:?|titular(?: de la cuenta)?:?|titulaire(?: du compte)?:?|intestatari[oa]:?|in the name of|"
    "auf den namen|au nom de|a nombre de|a nome di|em nome de|attn\\.?:?|c/o|ansprechpartner(?:in)?:|contact person:|signed by:?"
)
LABELS = (
    "fao:?|for the attention of:?|full name:|(?:ship|deliver|bill|sold)[ -]to:|recipient:|empfänger(?:in)?:|lieferadresse:|liefern an:|"
    "rechnung an:|vor- und nachname:|destinataire\\s?:|livrer à\\s?:|nom et prénom\\s?:|destinatario:|nombre y apellidos:|nome e cognome:|"
    "destinatário:|nome completo:"
)
"""Labels of forms that a first and a family name follow, or a country."""
SELF = "i am|i['’]m|this is|it['’]s|it was|ich bin|hier ist|je suis|c['’]est|ici|soy|sono|sou|fala"
"""Behind these a name is told by its first name alone."""

KIN_EN = (
    "wife|husband|partner|fiancée?|son|daughter|mum|mom|mother|father|dad|brother|sister|uncle|aunt|grandma|grandpa|grandmother|grandfather|"
    "gran|granny|nan|cousin|nephew|niece|boyfriend|girlfriend|neighbou?r|landlord|landlady|flatmate|room ?mate|friend|boss|carer|ex|ex-wife|ex-husband|fiance|step(?:son|daughter|mother|father|mum|dad|brother|sister)|grandson|granddaughter|"
    "(?:mother|father|brother|sister|son|daughter)-in-law|roommate|tenant|lodger"
)
TRADES_EN = (
    "agent|rep|representative|operator|technician|engineer|fitter|plumber|electrician|nurse|colleague|coworker|co-worker|employee|assistant|"
    "receptionist|cashier|account manager|manager|supervisor|team lead(?:er)?|it lead|lead|advis[oe]r|consultant|recruiter|driver|courier|"
    "postman|salesman|saleswoman|sales rep|trainer|teacher|clerk|host|hostess|waiter|waitress|steward|stewardess|pilot|lady|guy|gentleman"
)
KIN_DE = (
    "frau|mann|sohn|tochter|mutter|vater|bruder|schwester|oma|opa|onkel|tante|freund(?:in)?|nachbar(?:n|in)?|vermieter(?:in)?|chef(?:in)?|"
    "schwager|schwägerin|cousine?|nichte|neffe|kolleg(?:e|en|in)"
)
TRADES_DE = "kolleg(?:e|en|in)|mitarbeiter(?:s|in)?|sachbearbeiter(?:s|in)?|techniker(?:s|in)?|berater(?:s|in)?|verkäufer(?:s|in)?|fahrer(?:s|in)?|nachbarn?"
KIN_ROMANCE = (
    "mari|femme|fils|fille|mère|père|frère|sœur|soeur|voisine?|amie?|collègue|conseill(?:er|ère)|patronn?e?|grand-mère|grand-père|"
    "marido|esposo|esposa|mujer|hijo|hija|madre|padre|hermano|hermana|vecino|vecina|amigo|amiga|compañero|compañera|abuelo|abuela|jefe|jefa|"
    "marito|moglie|figlio|figlia|fratello|sorella|vicino|vicina|amico|amica|collega|nonno|nonna|capo|"
    "mulher|filho|filha|mãe|pai|irmão|irmã|vizinho|vizinha|colega|avó|avô|chefe"
)
TRADES_ROMANCE = (
    "technicienn?e?|livreur|vendeur|vendeuse|agent|agente|técnico|técnica|repartidor|vendedora?|asesora?|tecnico|tecnica|corriere|operatore|"
    "operatrice|commess[oa]|atendente|assistente|funcionári[oa]|gerente|conductor|directeur|directrice|conseill(?:er|ère)|gestora?"
)
TRADES_SOFT = (
    "admin(?:istrator)?|ceo|cto|cfo|director|owner|founder|accountant|bookkeeper|developer|designer|secretary|intern|trainee|caretaker|"
    "doctor|dentist|lawyer|solicitor|mechanic|installer|builder|cleaner|moderator|mod|(?:my|our|the) (?:client|customer|patient|student|user)|"
    "hausmeister(?:in)?|geschäftsführer(?:in)?|chefin|admin|sekretärin|azubi|praktikant(?:in)?|lehrer(?:in)?|arzt|ärztin|anwalt|anwältin|"
    "monteur|installateur|bote|postbote|zusteller|filialleiter(?:in)?|teamleiter(?:in)?|buchhalter(?:in)?|assistentin|kundin|mieter(?:in)?|"
    "betreuer(?:in)?|betriebsleiter(?:in)?|abteilungsleiter(?:in)?"
)
"""Behind these stands a thing as often as a person: a name is told by its first name."""
TALKED = (
    "(?:spoke|speaking|spoken|talked|talking|chatted|chatting|dealt|dealing) (?:to|with)|(?:helped|served|assisted|handled|signed|countersigned|"
    "answered|approved) by|instead of|in place of|on behalf of|assigned to|belongs to|registered (?:to|on|under)|booked (?:for|under)|"
    "made out to|addressed to|(?:gesprochen|telefoniert|gechattet|geschrieben) mit|(?:gespräch|telefonat|chat) mit|betreut von|"
    "ausgestellt auf|registriert auf|gebucht (?:auf|für)|statt|anstelle von|im auftrag von|vertreten durch"
)
"""Behind these a first and a family name tell themselves, whoever it is."""
SELF_NAMED = "i am|i['’]m|ich bin|hier (?:ist|spricht|schreibt)|soy|sono|je suis|sou|eu sou"
"""Behind these a first and a family name tell themselves, where the sentence goes on as if they were somebody."""
WHOSE = (
    "my|our|your|his|her|their|the|a|an|this|mein|meine[rnms]?|unsere?[rnms]?|ihre?[rnms]?|deine?[rnms]?|eure?[rnms]?|der|die|dem|den|das|"
    "mon|ma|votre|notre|vos|son|sa|le|la|l['’]|une?|mi|su|nuestro|nuestra|vuestr[oa]|el|mio|mia|suo|sua|vostr[oa]|nostr[oa]|il|"
    "meu|minha|seu|vosso|vossa|nosso|nossa|o"
)
TOLD = (
    "name:|signed,?|contact(?: person)?:|ansprechpartner(?:in)?:?|att?n:?|c/o|"
    "spoke (?:to|with)|speak(?:ing)? (?:to|with)|talk(?:ed|ing)? (?:to|with)|chat(?:ted|ting)? with|e?mailed|called|met|meet|ask(?:ed)? for|"
    "word with|and then with|dealt with|dealing with|put through to|transferred to|thanks to|thank you,?|thanks,?|thx|ta|"
    "kudos to|shout ?out to|props to|hats off to|credit to|(?:helped|served|assisted|told|signed|approved|cancell?ed|seen|visited|treated|"
    "installed|handled|contacted|answered|refused|sold|scammed|insulted) by|assign(?:ed)? to|on behalf of|reports to|by|named|namens|tell|ask|from your colleague|"
    "gave|forwarded to|emailed|texted|phoned|rang|cc['’]d|account of|ticket of|frag(?:t|en)?|sag(?:t|en)?|gegenüber|anstelle von|"
    "danke(?: an| schön| dir| ihnen)?,?|dank an|mit|von|bei|merci(?: à| beaucoup)?,?|gracias(?: a)?,?|grazie(?: a| mille)?,?|obrigad[oa](?: ao?| à)?,?|"
    "avec|par|con|da|com|pelo|pela|nommée?|llamad[oa]"
)
GREETINGS = (
    "hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|moin|servus|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|bonjour|"
    "bonsoir|salut|cher|chère|hola|buenos días|buenas tardes|estimad[oa]|ciao|buongiorno|buonasera|salve|caro|cara|gentile|olá|oi|bom dia|"
    "boa tarde|prezad[oa]|car[oa]"
)
ENDS = (
    "(?:kind(?:est)?|best|warm(?:est)?) (?:regards|wishes)|regards|all the best|best|sincerely|sincerely yours|yours(?: (?:sincerely|faithfully|truly))?|"
    "(?:mit )?(?:viele[nm]?|liebe[nm]?|beste[nm]?|schöne[nm]?|freundliche[nm]?|herzliche[nm]?) (?:grüße[n]?|grüsse[n]?|grüssen|gruß|gruss)|grüße|gruß|gruss|"
    "grüsse|lg|vg|mfg|cordialement|bien cordialement|bien à vous|sincères salutations|amicalement|bien à toi|saludos(?: cordiales)?|"
    "un (?:cordial )?saludo|atentamente|(?:cordiali|distinti) saluti|saluti|un saluto|(?:com os )?(?:melhores )?cumprimentos|abraços?|atenciosamente"
)
SOFT_ENDS = "cheers|thanks|thank you|many thanks|thx|ta|love|danke|vielen dank|merci|gracias|grazie|obrigad[oa]"
NO_NAME = frozenset(
    """
    team support customer service services sales help desk everyone everybody all there guys folks community sir madam friends admin moderator
    company inc ltd gmbh corp llc group bank air airlines airways airport city street avenue road beach park university college school hospital
    hotel center centre church county state states island lake river north south east west university monday tuesday wednesday thursday friday
    saturday sunday january february march april may june july august september october november december god jesus christ google apple
    microsoft amazon facebook twitter linux windows android iphone the this that these those what when where why how who please thanks thank
    hello hi hey dear regards best cheers yours update version error issue bug great good new my our your his her their it its if and but or so
    not no yes ok okay just love danke bitte leider für alle zusammen damen herren kundenservice kundendienst tous toutes equipo todos tutti
    texas carolina dakota virginia york jersey mexico hampshire orleans angeles francisco vegas antonio diego jose juan domingo paulo
    montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember man ich wir sie er es der
    die das und oder aber nicht kein keine mein ihr euer dein bester kunde kundin kunden nutzer herr frau lundi mardi mercredi jeudi vendredi
    samedi dimanche lunes martes miércoles jueves viernes sábado domingo we they he she you i a an in on at to of for with from by as is was
    are were be been has have had do does did will would can could should then now here also even still only very too more most another other
    some any every each both either neither app web chat pro plus premium beta mail email phone online store shop market mobile desktop cloud
    kingdom united africa zealand lanka rica kong korea arabia emirates company address office department same technical billing accounts returns sales deutsche telekom vodafone virgin media member members manager user users admin owner subscriber windows office outlook teams excel word server client premium business enterprise free basic standard german english french spanish italian dutch american british european polish turkish kundenbetreuung abteilung buchhaltung vertrieb rechnung lieferung technik one two three four five six seven eight nine ten first second last next real true false big small pass password login user account again today
    """.split()  # noqa: SIM905  a list of words reads as such
)
