"""Common first names of the countries whose languages we read, written down by us; those that are words or places too stand apart."""

FIRST_NAMES = frozenset(
    """
    aaliyah aaron abdul abdullah abena abigail abu adam adama adanna addison adebayo adele adeola adil aditi aditya adrian adriana adrien
    agata agnes agnieszka ahmad ahmed aida aidan aiden aiko ailsa aimee aisha aisling ajay akash akio akira alan alana alastair albert
    alberto alec alejandro aleksandar aleksandra alena alessandra alessandro alessia alessio alex alexander alexandra alexandre alexandru
    alexia alexis alfie alfonso alfred alfredo ali alice alicia alina alison alistair aliyah allan allen allison alois aloisio alvaro alyssa
    amadou amanda amani amara amaya amelia amelie amina amir amirah amit amita amy ana anand ananya anastasia anders andre andrea andreas
    andreea andrei andrej andrew andrzej andré andy anette angela angelika angelina angelo angus anica anil anissa anita anja anjali anke
    ann ann-kathrin anna anne anneke anneliese annelise annemarie annett annette annie annika anselm ansgar anthea anthony antje antoine
    anton antonella antoni antonia antonina antonio antony antónio anupam anya aoife araceli archie ariana ariane arianna arjun armando
    armin arnaud arne arnold arthur arturo arvind ashleigh ashley asif asma astrid atif audrey aurelie aurore aurélie ayaan ayesha aylin
    ayodele ayse ayşe azadeh aziz bahar baptiste barbara barnaby barry bart bartosz bastian beata beate beatrice beatrix beatriz bela
    belinda ben benedetta benedict benedikt benita benito benjamin benoit benoît berit bernadette bernard bernardo bernd berndt bernhard
    berta bertha bertrand beth bettina betty beverley beverly bianca bilal birgit birgitta birte bjarne björn blanka blerim bob bogdan boris
    borja boubacar bradley brandon brenda brendan brenden brent brett brian brianna bridget brigid brigida brigitta brigitte britta brittany
    bronwyn bruno bryan bryony burak burkhard caitlin caleb callum calum cameron camila camilla camille camilo candice carina carl carla
    carlo carlos carlota carlotta carly carmela carmelo carmen carol carole caroline carsten catalina catarina caterina cathal catherine
    cathy catia cecile cecilia cecily cedric cem cengiz cesar cesare chantal charles charlie chelsea cheryl chetan chiamaka chiara chidi
    chinedu chioma chiyo chloe chloé chris christa christelle christina christine christoph christophe christopher cian ciara cillian cindy
    claire-marie clarissa claude claudia claus clemens clive cody colette colin colleen conchita connie connor constantin constanze coralie
    cordula corey corinna corinne cosmin costanza courtney craig cristian cristiano cristina cristobal curtis cynthia cyril céline dagmar
    daisuke damian damien damon danica daniel daniela danielle danilo danny dany daphne dariusz darko darragh darrell darren darya dave
    david davide davina deborah debra deepa deepak deirdre delia delphine demetrius denis denise deniz dennis denzel derek derrick desiree
    detlef devin dewi dhruv diana diane dianne didier diederik diego dieter dietmar dietrich dimitra dimitri dimitris dinesh diogo dionne
    dirk divya dmitri dominic dominik dominika dominique donald donatella donna donovan doreen doris dorota dorothea dorothy dorothée doug
    douglas dragan duarte duncan dusan dwayne dylan ebony eckhard edgar edith edmund edna eduard eduardo edward edwin efua egon eike eileen
    eilidh eimear ekaterina elaine eleanor elena eleni eleonora elia elias elif elijah elin elina elisa elisabeth elisabetta elise eliza
    elizabeth elke ellen ellie elliot elliott elmar elodie eloise elsa elvira emanuel emanuele emil emilia emiliano emilie emilio emily
    emine emir emma emmanuel emmanuelle emmett emre enrico enrique enzo erdal erdem erhan eric erik erika erin ernesto erwin esma esmeralda
    esteban estefania estefanía estelle esther etienne eugene eugenia eugenio eunice eva evan evelina evelyn evgeny ewa ewan ewelina ezra
    fabian fabienne fabio fabrice fabrizio faisal farah farida farouk fatih fatima fatma fatou fatoumata fausto faye federica federico
    felicia felipe felix ferdinand fergus ferhat fernanda fernando filip filipa filipe filippo filiz finn fiona fiorella flavia flavio
    florent florentina florian folke frances francesca francesco francisco franz françois françoise frauke freddie frederic frederik freya
    frida frieda friedhelm friedrich fritz frédéric funmilayo gabriel gabriela gabriele gabriella gaby gaelle gaetano ganesh gareth garrett
    gary gavin gaël geert gemma genevieve geneviève geoff geoffrey georg george georges georgina georgios gerald geraldine gerard gerardo
    gerda gerhard gerrit gertrud ghislaine giacomo giancarlo gianluca gianna gilbert gilles gina giorgia giorgio giovanna giovanni gisela
    gita gitta giulia giuliana giuliano giuseppe gizem glenda glenn gloria godfrey gonzalo gonçalo goran gordon gosia gottfried graeme
    graham grazia grazyna greg greger gregor gregory greta gretchen grzegorz gudrun guillaume gustav gustavo gwen gwendolyn günter günther
    haakon habib hadi hakan halima hamid hamish hamza hanna hannah hanne hannelore hanno hans harald harish harold harriet harry harshad
    hartmut haruka haruto hasan hassan hatice hattie hayley heather hector hedwig heidi heidrun heike heiko heiner heinrich heinz helen
    helena helene helga helmut hendrik henning henri henrietta henrik henrike henrique henry herbert herman hermann hermine hervé hidayet
    hilary hilde hildegard hiroshi holger horst howard hubert huda hugh hugo humberto husain huseyin hussein hélène hüseyin ian ibrahim
    ibrahima idris ignacio igor ikram ilaria ilia ilias ilka ilona ilse imani imogen imran ines inga ingeborg ingo ingrid inka inmaculada
    inés inês ioana ioannis irene irina irmgard isaac isaak isabel isabela isabella isabelle isaiah ishaan ismael ismail itzel ivan ivana
    ivo iwan iwona izabela jacek jacinta jackie jaclyn jacob jacopo jacqueline jacques jada jaden jaime jakob jamal james jamie jamila jan
    jana jane janet janice janina janine janusz jared jarek jaroslav jarosław jason jasper javid javier jaydeep jayden jayesh jean-luc
    jean-marc jean-pierre jeanette jeanne jeannette jeff jeffrey jelena jemima jenna jennifer jenny jens jeremy jermaine jerome jerry jerzy
    jess jesse jessica jihan jill jim jimmy jing joachim joan joana joanna joanne joao joaquin joaquín jocelyn jochen jodie joe joel joelle
    joey johan johann johanna johannes john johnathan johnny jolanda jonah jonas jonathan jonna jordi jorge jorgen jose josef josefa
    josefina joseph josephine josh joshua josip josue josé jovan joyce joão juan juana juanita judith judy juergen jukka jules julian
    juliana juliane julie julien juliet juliette julius junaid jurgen justin justina justine justyna jutta jérôme jörg jürgen kai kaitlyn
    kamal kamil kamila karen karim karin karina karl karl-heinz karla karolin karolina karsten karthik kasia kasper katalin katarina
    katarzyna kate kateryna katharina katherine kathi kathleen kathrin kathryn kathy katia katie katinka katja katrin kavita kayla kayleigh
    kazuko keeley keiko keira keisha keith kelechi kelly kelsey kemal ken kenji kenneth kerem kerry kerstin kevin keziah khadija khalid
    khalil kiara kieran kilian kim kimberley kimberly kirsten kirstin kirsty klaas klara klaudia klaus knut kofi konrad konstantin kornelia
    kreszentia krishna kristen kristian kristin kristina kristy krystyna krzysztof kunal kurt kwabena kwame kyle kyra lakshmi lara larisa
    larissa larry lars lasse laszlo latoya laura lauren laurence laurent laurie lavinia layla leah leandra leandro leanne leila lena leni
    lennart lennox leo leona leonardo leonie leonor leopold leroy lesley leslie leticia letizia lewis león lia liam liana lidia lieselotte
    lilian liliana lillian lina lindsay linnea lionel lior lisa lisbeth liselotte livia liz lorena lorenzo loretta lorna lorraine lothar
    lotte louis louisa louise luca lucas lucia lucian luciana luciano lucie lucille lucinda lucrezia lucía ludmila ludovic ludwig luigi luis
    luisa luise luka lukas lukasz luke lydia lynn lynne léa mackenzie maddie madeleine madeline madhavi mafalda magali magda magdalena
    mahmoud mahmut maike maisie maja makoto malcolm malik malte manfred manish manoel manoj manon manuel manuela mara marc marcel marcela
    marcelina marcella marcelo marcia marcin marcus mareike marek margaret margarete margarida margarita margherita margit margot marguerite
    maria mariam mariana marianna marianne maribel maricarmen marie marie-claire marie-laure marie-louise mariella marielle marietta marija
    marilyn mario marion marissa marit marjorie mark-andre marko markus marleen marlene marlies marta marta-maria martha martijn martin
    martina martine martyna martín marwan mary mary-ann marzena maría massimiliano massimo mateo mateus mateusz mathias mathieu mathilde
    mathis matias matilda matilde mats matt matteo matthew matthias matti mattia maureen maurice maurizio mauro maxime maxwell mayra mbali
    mechthild megan mehdi mehmet meike melanie melina melinda melisa melissa meryem mia micaela michael michaela michal michał michel
    michela michelangelo michele michelle mick miguel miguel-angel mihai mikael mike mikhail mila milena millie milos minh mira mireille
    mirella miriam mirjam mirko miroslav mitch mitchell miyuki mohamad mohamed mohammad mohammed mohsin moira molly mona monica monika
    moritz morten mosche moses moussa muhammad muhammed murat muriel murray mustafa myles myra myriam mélanie mónica nadia nadine nadja
    nadège naima nandini nanette naomi narges natalia natalie natasha nathan naveen nazanin neha neil nele nelson nermin ngozi nguyen niall
    niamh nicholas nick nicklas nicky nicola nicolai nicolas nicole nicolette niels nigel nikita niklas niko nikola nikolai nikolaj nikolaos
    nikolas nikos nils nilufar nina nisha nishant nkechi noah noel noelia noelle noemi nora norbert norman nuno nuria núria obinna océane
    odette ofelia oksana olaf oleg oleksandr olena olga olimpia oliver olivia olivier ollie olu oluwaseun omar oonagh orhan oriana oriol
    orla osman osvaldo ottavia ottilie ouma oumar owen pablo pamela pamina pankaj paola paolina paolo pascale patrice patricia patricio
    patrick patrik patrizia patrycja paul paula paulette paulina pauline paulo pavel pawel paweł pedro peggy perrine peter petr petra petros
    phil philip philipp philippa philippe phillip phoebe phyllis pia pierre pierre-yves pieter pietra pietro pilar piotr piotrek pippa pooja
    prakash pranav prasad pratik preeti priscilla priya priyanka przemek quentin quincy rachael rachel radek radoslav radu rafa rafael rafal
    rafał raffaele raffaella ragnar rahel rahim rahul raimund rainer raisa rajesh rajiv rakesh ralf ralph ramesh ramiro ramona ramón randy
    rania ranjit raphael raphaël raquel rasheed rashid rasmus raul ravi raymond raúl rebecca reece reggie regina reinhard renate rene rené
    reyhan reza rhiannon rhys ricarda ricardo riccardo richard richie rikke rishi rita rob robbie robert roberta roberta-maria roberto rocco
    rocio rocío rodney rodolfo rodrigo rogelio roger roger-marie rohan rohit roland romain romina ronald ronan ronja ronny rory rosalia
    rosalie rosalind rosanna roseanne rosemarie rosemary rosie ross roswitha roxana roxanne ruairi ruben rubén rudolf ruediger rui rupert
    ruslan russ russell ruth ruxandra ryan rüdiger sabina sabine sabrina sadie saeed safiya sahar salim sally salma salvatore sam samantha
    samir samira samiya sammy samuel sandeep sander sandra sandro sandy-lee sanja sanjay saoirse sara sarah sarita sascha saskia satoshi
    saurabh sayed scarlett scott seamus sean sebastian sebastián selena selim selin selina serena serge sergei sergey sergio sergiu serhat
    severine shabnam shane shanice shankar shannon sharon shaun shauna shawn sheila shirley shivani shreya shweta sian siegfried sigrid
    silas silke silvana silvia silvio simon simona simone simran sinead sinéad siobhan siobhán slawomir snezana sofía solene solveig solène
    sonali sonia sonja sophia sophie soraya soren stacey stacy stanislav stanislaw stanley stavros stefan stefania stefanie stefano steffen
    steffi stephan stephanie stephen steve steven stine stuart stéphane stéphanie sujata sunita suresh susan susana susann susanna susanne
    susi suzanna suzanne suzie svea sven svenja svetlana swati sybille sylvain sylvia sylvie sylwia szymon sébastien søren tabea tabitha
    taha takashi tamara tamer tamika tancredi tania tanja tanvi tanya tara tarik tariq tatiana tatjana tatyana ted tendai teodor teodora
    terence teresa teri terry tess tessa thabo thais thandi thanh thea theo theodor theodora theodore theresa therese thiago thibault
    thibaut thierry thilo thomas thora thorben thore thorsten thuy thérèse tiago tiana tiina tilda tillmann tim timo timothy timur tina
    tobias toby todd tom tomas tomasz tommaso tommy tonia tony torben tordis torsten tracey tracy traudl trevor tricia trina trish tristan
    trudy tuan tunde tushar uli ulla ulrich ulrike umberto umut ursel ursula urszula uschi usha uwe vaibhav valentin valentina valentino
    valeria valerie valerio valeriy valérie vanda vanessa vasco vasile vasilis veit venkat vera vera-lucia verena veronica veronika
    veronique vicki vicky victor vidya vijay vikram viktor viktoria vilma vinay vincent vincenzo vineet viola virginie viridiana vishal
    vittoria vittorio vivek vivian vivien vivienne vlad vladimir vladislav vojtech volkan volker véronique víctor waleed walter waltraud
    wanjiru wendelin wendy werner werner-josef wibke wiebke wilfried wilhelm wilhelmina willem willi william willy winfried winston wojciech
    wolfgang wolfram xaver xavier ximena yahya yann yannick yannis yasemin yasin yasmin yasmine yassine yasuko ye-jin yejin yemi yiannis
    yingying yohan yolanda yosef yoshiko youssef youssou yuki yuriko yusra yusuf yves yvette yvonne zachary zahra zainab zaynab zeynep zhen
    zinedine zoe zofia zoltan zoé zoë zsofia zsuzsanna zuzana zuzanna álvaro ángel ángela élise élodie émilie éric étienne ömer özgür özlem
    łukasz
    """.split()  # noqa: SIM905  a list of words reads as such
)
DOUBTFUL = frozenset(
    """
    alba alma amber amparo angel angelica april asha august aurora austin autumn ava avery bill blanca blessing brad brandy brooke carolina
    carter cassandra chance chandra charlotte chase chip christian claire clara clay clement concetta constance consuelo cora crystal dallas
    dawn destiny dina dora eden ella ernst faith fanny felicity finlay fleur florence florin forest frank gaia gene georgia german ginger
    gino grace grant guadalupe guido harper harsh hazel holly hope hunter ike ina ira iris isla isra ivy jack jackson jade jasmin jasmine
    jean jesus jesús jordan joy judas jude julia julio jun june kay kiran kumar lamar lance lea lee leif leigh leon levi lexi libby lincoln
    linda linus logan lola london lou lourdes luz lys madison mae mandy marco marina mark marlon marvin mason max may medina mei melody
    mercedes mercè mika milan miles mina ming mo modesto morgane nestor nieves noa oda ola olive orlando oscar otto page paris parker pascal
    patsy pearl penelope penny per percy phoenix pierce raj rana ray reagan rich riley robin rolf roman romy ron rosa rosario rose rowan roy
    royce ruby sage said salvador sandy santiago savannah scarlet severin shu sienna sierra simeon sky sofia soledad stan stella sterling
    stewart sue sultan summer sydney talia tasha taylor tiffany till tobi toni tope trinity troy tuba turgut tyler udo ugo ulf umar urs uta
    ute victoria vince violet virginia vito wade wanda wayne wei whitney will wilma winter xander xavi xin yan yara yaw yuri zack zara zita
    zora
    """.split()  # noqa: SIM905  a list of words reads as such
)
"""Names that are words, places or makers too: a name only where a word beside them says so."""
