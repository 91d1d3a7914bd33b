"""Common first names of the countries whose languages we read, written down by us; those that are words or places too stand apart."""

FIRST_NAMES = frozenset(
    """
    aaron abigail adam adrian ahmed aisha alan albert alejandro alex alexander alexandra alexis ali alice alicia alison allison amanda amber
    amelia amina amy ana anastasia andre andrea andreas andrew andy angela angelika anita anja ann anna anne annette annika anthony antje
    antoine antonella antonio arjun arnaud arthur ashley astrid audrey aurelie ayse barbara bastian beatrice beatriz ben benedikt benjamin
    bernard bernd bettina beth betty bill bob bogdan bradley brandon brenda brian bridget brigitte bruno bryan caitlin camille carla carlos
    carmen carol caroline catarina catherine cathy cecile chiara chloe chris christa christian christina christine christoph christopher
    claire clara claudia clement colin connor corinna craig cristiano cristina cynthia daniel daniela danielle dave david deborah debra denis
    denise dennis derek diana diane diego dieter dirk dmitri dominic dominik donald donna dorothy doris douglas duncan eduardo edward eileen
    elena eleonora elise elizabeth elisabeth ellen emily emma emmanuel enrico eric erik erika erin ernesto esther eva evelyn fabian fabio
    farah fatima federica felix fernanda fernando filipe fiona florian frances francesca francesco francisco frank franz frederic friedrich
    gabriel gabriela gabriele gareth gary george gerald gerhard gianluca gilles gina giorgia giovanni giulia giuseppe gordon graham greg
    gregory greta guillaume gustavo hamza hannah hans harald harold harry heather heidi heike heinz helen helena helene helga helmut henri
    henry herbert holger howard hugo ian ibrahim ines ingrid irene isabel isabella ivan jacob jacqueline jacques jaime jakob james jamie jan
    jana jane janet jason javier jean jeff jeffrey jenna jennifer jens jeremy jerome jerry jesse jessica jill jim joachim joana joanna joanne
    joao joel joan johanna johannes john johnny jonas jonathan jorge jose josef joseph joshua joyce juan judith judy jukka julia julian julie
    julien juliette justin jutta kai karen karin karl karsten katarzyna kate katharina katherine kathleen kathryn kathy katie katja katrin
    keith kelly ken kenneth kerstin kevin kim kirsten klaus konrad kristen kristin kristina kurt kyle larissa larry lars laura lauren laurent
    lea leila lena leo leon leonardo leonie leslie lisa linda lindsay liam lorenzo louis louise luca lucas lucia lucie luis luisa lukas luke
    lydia maja malcolm manfred manuel manuela marc marcel marcelo marco marcus margaret maria mariana marie marina mario marion markus marta
    martha martin martina mary mathieu mats matteo matthew matthias maureen maurice max maxime megan mehmet melanie melissa michael michaela
    michel michele michelle miguel mike milan mira miriam mohamed mohammed monica monika muhammad nadia nadine natalia natalie natasha nathan
    neil nicholas nick nicola nicolas nicole nigel nikita nina nils noah noemi nora norbert norman olaf oliver olivia olivier omar oscar otto
    pablo pamela paola paolo pascal patricia patrick paul paula pauline pavel pedro peter petra phil philip philipp philippe pierre pietro
    pilar piotr priya rachel rafael rainer raj rajesh ralf ralph ramona raquel raul ravi raymond rebecca regina reinhard renate rene ricardo
    riccardo richard rita rob robert roberta roberto robin rodrigo roger roland ronald ronny rosa rosemary ross roxana rudolf russell ruth
    ryan sabine sabrina sally salma sam samantha samuel sandra sanjay sara sarah sascha scott sean sebastian serena sergio sharon sheila
    shirley silke silvia simon simona simone sofia sonia sonja sophia sophie stacy stefan stefanie stefano stella stephanie stephen steve
    steven stuart sunita susan susanne suzanne svetlana sven sylvia sylvie tamara tania tanja tara tatiana ted teresa terry thea theo theresa
    therese thibault thierry thomas thorsten tiago tim timothy tina tobias todd tom tomas tony torsten tracy ulrich ulrike ursula uwe
    valentina valerie vanessa vera veronica veronika victor victoria vikram vincent vincenzo viola vladimir volker walter wendy werner
    wilhelm william wolfgang xavier andré ángel ángela björn céline chloé élise éric françois françoise frédéric günter günther hélène hervé inés joão jörg josé jürgen
    león lucía léa mónica maría martín mélanie ramón raúl rené sebastián sofía stéphane sébastien thérèse víctor zoé zoë álvaro émilie
    jérôme yann yasmin yolanda yusuf yves yvonne zoe
    """.split()  # noqa: SIM905  a list of words reads as such
)
DOUBTFUL = frozenset(
    """
    angel april austin august autumn bill brandy brooke carter chance charlotte chase chip clay crystal dallas dawn
    destiny eden faith florence forest frank georgia ginger grace grant hazel holly hope hunter iris ivy jack jackson jade
    jasmine jordan joy june lance lincoln logan lola london madison mark mason may max melody mercedes miles olive
    page paris parker penny phoenix pierce pilar ray rich rose ruby sage sandy savannah scarlet sierra sky stella
    sterling summer sydney taylor tiffany trinity troy tyler victoria violet virginia wade will winter
    """.split()  # noqa: SIM905  a list of words reads as such
)
"""Names that are words, places or makers too: a name only where a word beside them says so."""
