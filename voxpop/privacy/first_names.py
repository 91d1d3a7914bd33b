"""Common first names of the countries whose languages we read, written down by us; those that are words or places too stand apart."""

FIRST_NAMES = frozenset(
    """
    aaliyah aarav aaron aase abbie abdelaziz abdelkader abderrahmane abdoulaye abdul abdullah abena abigail abiola abu achieng
    adaeze adalbert adalberto adalgisa adam adama adanna addie addison adebayo adele adelheid adeniyi adeola adil aditi aditya
    adolfo adrian adriana adriano adrien afonso agata agatha agnes agneta agnieszka agostinho ahlam ahmad ahmed aida aidan aiden
    aiko aileen ailsa aimee ainhoa aino ainsley aintzane aisha aisling aitor ajay akash akihiro akinwale akio akira akosua akua
    alan alana alannah alastair alastar albert alberto albrecht alcides alda aldair aldo alec alejandro aleksandar aleksandra
    alena alessandra alessandro alessia alessio alex alexander alexandra alexandre alexandru alexia alexis alf alfie alfio
    alfons alfonso alfred alfredo ali alice alicia alina alison alistair aliyah allan allen allison alois aloisio alvaro alwin
    alyssa alzira amadou amaia amaka amal amalia amanda amani amara amarachi amaya amedeo amelia amelie amerigo amina aminata
    amine amir amirah amit amita amy amílcar ana anacleto anand ananya anastasia anastasija anatoli anders andre andrea andreas
    andreea andrei andrej andrew andrzej andré andy anette angela angelika angelina angelo angharad angus anica anil anissa
    anita anja anjali anke ann ann-kathrin anna annabel annabelle anne annegret anneke anneliese annelise annemarie annerose
    annett annette annie annika anouk anselm anselmo ansgar anthea anthony antje antoine anton antonella antoni antonia
    antonietta antonina antonio antony antónio antônio anupam anwar anya aoife arabella araceli arantxa archibald archie ariana
    ariane arianna arjun arkady arlindo armanda armando armin armindo arnaldo arnaud arndt arne arnold arnulf artem arthur artur
    arturo arvid arvind ashleigh ashley ashlyn asif asma asmaa assunta astri astrid asuka atif attilio audrey augusta augusto
    aurelie aurelio aurore aurélie aurélien ayaan ayesha ayhan aylin ayman ayo ayodele ayse aysel aytac ayumi ayşe azadeh aziz
    babajide babette bachir bahadir bahar baldassarre baljit baltasar baltazar balwinder banu baptiste barbara baris barnaba
    barnabas barnaby barney barry bart bartek bartolomé bartosz barış basak basma bassam bastian battista beata beate beatrice
    beatrix beatriz begoña bela belgin belinda belmiro belén ben benedetta benedict benedikt benedita beniamino benigno benilde
    benita benito benjamin benoit benoît benoîte benvinda berenguer berit berk berna bernadette bernard bernardete bernardino
    bernardo bernd berndt bernhard berta bertha bertie bertram bertrand beryl beth bethan bethany bettina betty beverley beverly
    biagio bianca bilal bintou birger birgit birgitta birol birte bjarne bjorn björn bjørn blandine blanka blerim bob bobby
    bodil bodo bogdan boguslaw bogusław bohdan bolanle bonaventura bongani boris borja boryslav boubacar bouchra bozena bożena
    bradley bram brandi brandon braxton brayden brenda brendan brenden brent brett brian brianna bridget bridie brigid brigida
    brigitta brigitte britt britta brittany bronwen bronwyn bruna bruno bryan bryce bryony bryson burak burcu burkhard burkhart
    bård bérénice bülent cacilda caden caitlin caleb callum calogero calum cameron camila camilla camille camillo camilo candice
    cansu capucine carina carl carla carlijn carlo carlos carlota carlotta carly carme carmela carmelo carmen carmine carol
    carola carole caroline carsten carys casilda catalina catarina catello caterina cathal catherine cathy catia catriona cecile
    cecilia cecily cedric celestino celso cem cemal cemile cengiz ceren cerys cesar cesare cesáreo ceyda chaima chantal charles
    charlie cheikh chelsea cheryl chetan chiamaka chiara chibuzo chidi chidinma chihiro chinedu chinwe chioma chiyo chloe chloé
    chris christa christelle christer christina christine christoph christophe christopher chukwuemeka cian ciara ciaran cidália
    cihan cillian cindy cinzia cirino claas claire-marie clarence clarissa claude claudia claus cleide clelia clemens cleuza
    clint clive clodagh clotilde clóvis cody coen colby colette colin colleen colm colton conchita connie connor conor
    constantin constanze coralie cordelia cordula corentin corey corinna corinne cormac cornelia cornelius corrado cosmin
    costanza coumba courtney craig cressida crisanto cristian cristiano cristina cristobal cristóbal crocifissa curtis cynthia
    cyrielle cyril czeslaw czesław cândido célia céline cícero daan dafydd dagmar daisuke dalia dalila damian damien damilola
    damon dan danica daniel daniela danielle danilo dankwart danny danuta dany daphne darcy daria dario dariusz darko darnell
    darragh darrell darren darya dashiell dave david davide davina deandre deborah debra deepa deepak deirdre delfina delia
    delphine demetrius denis denise deniz dennis denzel deolinda derek dermot derrick derya deshawn desiree desmond detlef
    detlev devin dewi dhruv diana diane dianne diarmuid dickie didem didier diederik diego dieter diethelm dietmar dietrich
    dilara dilek dillon dilys dimitra dimitri dimitris dinesh diogo dionisio dionne dirk divya djalma djamila dmitri dmytro
    domenico dominic dominick dominik dominika dominique donal donald donatella donghyun donna donovan doreen dorian doris
    dorota dorothea dorothy dorothée doug dougal douglas dounia dragan driss drusilla duarte duncan dusan dustin dwayne dylan
    délio dörte eamon eamonn ebele eberhard ebony ebru eckart eckhard edelmira edeltraud edgar edite edith edmilson edmund edna
    edoardo edouard eduard eduardo edward edwin edwina edílson eero efosa efua egbert egidio egon ehrenfried eija eike eileen
    eilidh eimear einar eirik ekaterina ekin ekkehard eladio elaine eleanor elena eleni eleonora eleonore eleuterio elfriede
    elia eliana elias elif elijah elin elina elio elisa elisabeth elisabetta elise eliseu eliza elizabeth elke ellen ellie
    elling ellinor elliot elliott elmar elodie eloise elsa elsbeth elspeth eluned elvio elvira elza elzbieta elżbieta emad
    emanuel emanuele embla emeka emerson emil emilia emiliana emiliano emilie emilio emily emine emir emma emmanuel emmanuelle
    emmerich emmett emre emrys emídio eneko engelbert engin enid eniola enitan ennio enrico enrique enzo eoghan eoin ephraim
    ercan erdal erdem erdmute erhan erhard eric erik erika erin erkan erling ermanno ermelinda ernesta ernestine ernesto ernie
    erol ersilia ertugrul erwin esma esme esmeralda espen essam esteban estefania estefanía estelle esther estibaliz estêvão
    ethan ethel etienne ettore euan eufemia eugen eugene eugenia eugenio eulalie eulogio eun-ji eunice euphemia eurico eusebio
    eva evan evangeline evaristo evelina evelyn evgenia evgeny ewa ewald ewan ewelina ezekiel ezio ezra fabian fabiana fabien
    fabienne fabio fabrice fabrizia fabrizio fabíola fadime faisal faiza farah farida farouk faten fathi fatih fatima fatma
    fatou fatoumata faustine fausto faye federica federico fedor felicia felipe felisberto felix femi femke fenna ferdinand
    fergus ferhat feride ferit fermín fernanda fernando fernão ferruccio fikret filip filipa filipe filippo filiz filomena
    finbar finn finnian finola fiona fionn fiorella fiorenza firmino flavia flavio florencio florent florentina florian flávia
    flávio folake folke fouad frances francesca francesco francine francisca francisco frans franz françois françoise frauke
    frazer fred freddie frederic frederik freya frida fridolin frieda friedel friedemann friederike friedhelm friedrich fritz
    fritzi frode frédéric fulgencio fulvia fulvio funmilayo fábio fátima gabi gabriel gabriela gabriele gabriella gaby gaelle
    gaetano gail galina gamze ganesh gareth garrett garrison gary gaspard gaspare gaurav gauthier gautier gavin gavino gaël
    gbenga gebhard geert gemma genevieve geneviève genilson gennady gennaro genoveva genowefa geoff geoffrey georg george
    georges georgiana georgina georgios geraint gerald geraldine geraldo gerard gerardo gerd gerda gerhard gerlando gerlinde
    gernot gerolamo gerold gerrit gerrit-jan gertraud gertrud gertrudis gervasio gethin getúlio ghada ghislaine giacinto giacomo
    giancarlo gianfranco gianluca gianmarco gianna gianni gianpaolo gijs gilbert gilberto gilda gildo gilles gillian gilmar gina
    gioacchino giordano giorgia giorgio giovanna giovanni girolamo gisela giselher gita gitta gitte giuditta giulia giuliana
    giuliano giuseppe giuseppina gizem gladys glenda glenn glenys gloria gláucia godfrey godwin goffredo gonca gonzalo gonçalo
    gonçalves goran gordon gorka gosia gottfried gottlieb graciete graeme graham grainne grayson grazia graziano graziella
    grazyna grażyna greg greger gregor gregorio gregory greta gretchen grigory grzegorz gráinne gualtiero gudrun guglielmo
    guilherme guillaume guillermo gunda gundula gunhild gunnar gunther guntram guoqiang guro gurpreet gus gustav gustava gustavo
    guus gwen gwenaël gwenaëlle gwendolyn gwyneth gökhan gökçe göran gösta götz gül gülay gülsen günay günter günther haakon
    habib habiba hadi hadley hafsa haitham hajar hakan hala halima halina haluk halvor hamdi hamid hamish hamza hanan hanh hani
    hanna hannah hanne hanneke hannelore hannes hanno hannu hans haoran harald harish harold harpreet harriet harry harshad
    hartmut hartwig haruka haruki harun haruto hasan hasret hassan hatem hatice hattie hayat hayley heather hector hedi hedwig
    hege heidelinde heidemarie heidi heidrun heike heikki heiko heimo heiner heinrich heinz heitor helder helen helena helene
    helga helge helmtrud helmut helmuth heloísa hendrik henk henning henri henrietta henrik henrike henrique henry henryk
    herbert heribert herman hermann hermenegildo hermine herminia hermínia hervé hettie hicham hidayet hidde hideki hilario
    hilary hilde hildegard hilmar hiltrud hinnerk hiroko hiromi hiroshi hisham hitesh hitomi holger horace horst hortense
    hortensia horácio houda howard hubert hubertus huda hugh hugo hugues humberto huong husain huseyin hussein huub huw hye-jin
    hyejin håkon håvard hélder hélio hélène hülya hüseyin iain ian iara ibou ibrahim ibrahima idalina idoia idris iestyn ifan
    ifeanyi ifeoma ignacio ignatius ignazio igor ihsan ijeoma ikenna iker ikram ilaria ilayda ildefonso ilhan ilia ilias ilka
    ilker ilkka ilona ilse ilsebill imad imani immacolata imogen imran ineke ines inga ingeborg ingo ingolf ingrid ingvar
    ingvild inka inmaculada inácio inés inês ioana ioannis iolanda iolo iracema irene ireneusz irina irma irmgard irmtraud iryna
    isaac isaak isabel isabela isabella isabelle isaiah isaura ishaan ishbel isidora isidoro isidro ismael ismail ismet isobel
    isolde itamar itzel itziar ivan ivana ivano ivete ivo ivone ivor iwan iwona izabela izaskun iñaki iñigo jaana jaap jacek
    jacinta jacinto jacira jackie jaclyn jacob jacobo jacopo jacqueline jacques jada jaden jadwiga jae-won jaewon jaime jair
    jakob jalal jamal james jamie jamila jan jan-willem jana janaína jandira jane janek janet janice janina janine jannik jannis
    janusz januário jared jarek jarle jarmo jaroslav jarosław jarrod jason jasper jaspreet javid javier jaxon jayce jaydeep
    jayden jayesh jayla jean-baptiste jean-claude jean-françois jean-jacques jean-luc jean-marc jean-michel jean-paul
    jean-pierre jeanette jeanne jeannette jeff jeffrey jelena jelle jemima jenna jennifer jenny jens jeremiah jeremie jeremy
    jermaine jeroen jerome jerry jerzy jerónimo jesper jess jesse jessica ji-hoon ji-woo jiahui jianguo jide jignesh jihan jiho
    jihoon jill jim jimena jimmy jing jisoo joachim joan joana joanna joanne joao joaquim joaquin joaquina joaquín jobst jocasta
    jocelyn jochem jochen jodie joe joel joelle joey johan johann johanna johannes john johnathan johnny jolanda jolanta jolyon
    jon jonah jonas jonathan jonna jonny jonty jooske joost jordi jorge jorgen jorginho joris jorunn jose joseba josef josefa
    josefina joseph josephine josh joshua josiah josias josip josue josune josué josé jouni jovan joyce jozef joão joël joëlle
    juan juana juanita judith judy juergen juha jukka jules julian juliana juliane juliano julie julien juliet juliette julius
    julián juma junaid junjie jupp jurema jurgen jurre justin justina justine justyna jutta juvenal jérémie jérôme józef jörg
    jørgen júlia júlio jürgen kaan kaare kacey kadir kagiso kai kaisa kaitlin kaitlyn kalpana kalpesh kamal kamau kamel kamil
    kamila kaori kareem karen kari karim karima karin karina karl karl-heinz karl-johan karla karolin karolina karsten karthik
    kasia kasper katalin katarina katarzyna kate kateryna katharina katherine kathi kathleen kathrin kathryn kathy katia katie
    katinka katja katrin katrina kavita kawtar kayden kayla kaylee kayleigh kayode kazim kazimierz kazuki kazuko kazuo keeley
    kees kehinde keiichi keiko keir keira keisha keith kelechi kelly kelsey kemal ken kendall kendrick kenji kenneth kenza kepa
    kerem kerry kerstin ketil kev kevin keziah khadidja khadija khady khaled khalid khalil khanh kiara kieran kilian kim
    kimberley kimberly kimmo kipchoge kirill kirsten kirstin kirsty kjell kjersti klaas klara klaudia klaus knut koen kofi
    koichi koldo konrad konstantin kornelia kreszentia krishna kristen kristi kristian kristin kristina kristoffer kristy
    krystian krystyna krzysztof ksenia kumiko kunal kunigunde kunle kurt kwabena kwame kyle kylie kyoko kyra kyung-soo kåre
    kübra lachie lachlan lakeisha lakshmi lalita lamberto lamia lamont lanre laquisha lara larisa larissa larry lars larysa
    lasse laszlo latasha latifa latisha latoya laura lauren laurence laurent lauri laurie laurène lavinia layla laércio leah
    leander leandra leandro leanne leena leila leire lekan lena leni lennart lennox leo leocadia leona leonardo leonie leonor
    leonora leopold leopoldo lerato leroy lesley leslie lesya leszek leticia letizia letterio lettice levent lewis leïla león
    leônidas lia liam liana liborio lidia lieke lieschen liesel lieselotte lihua lilian liliana lillian lina lindiwe lindsay
    linh linn linnea lionel lior lisa lisandro lisanne lisbeth liselotte liudmila liv livia livio liz loes lonnie lorcan
    loredana lorena lorenz lorenzo loretta lorna lorraine lothar lotte loubna louis louisa louise lourival loïc luann lubna luca
    lucas lucia lucian luciana luciano lucie lucien luciene lucille lucimar lucinda lucio lucius lucrezia lucyna lucía ludger
    ludivine ludmila ludovic ludwig ludwik luigi luigia luis luisa luise luka lukas lukasz luke luther luís luísa lydia lyle
    lynette lynn lynne lysander lyubov lyudmila lázaro léa léo léonie lúcia maaike maarit maarten mabel macarena machteld maciej
    mackenzie maddie maddox madeleine madeline madhavi madhuri mads mafalda magali magda magdalena magnus maha mahdi mahesh
    mahmoud mahmut maialen maik maike mairi maisie maja majid makoto maksim malachi malak malcolm malgorzata malik malika malte
    mamadou mandeep mandla manfred manish manisha manlio manoel manoj manon manpreet manuel manuela mara marc marcel marcela
    marcelina marcella marcello marcelo marcia marcin marcos marcus marcy mareike marek maren margaret margarete margarida
    margarita margery margherita margit margot margret margrit marguerite maria mariam mariama marian mariana mariangela
    marianna marianne mariano maribel marica maricarmen marie marie-claire marie-laure marie-louise marieke mariella marielle
    marietta marija marijke marika mariko marilda marilena marilyn mario marion marisa marissa marit mariusz marja marjolein
    marjorie mark-andre markku marko markus marleen marlene marli marlies marta marta-maria martha martijn martin martina
    martine martyna martín marwa marwan mary mary-ann maryam marzena maría masako masao masashi massimiliano massimo mateo
    mateus mateusz mathias mathieu mathilde mathis matias matilda matilde mats matt matteo matthew matthias matthieu matti
    mattia maud maura maureen maurice maurizio mauro maurício mavis maxence maxime maximilian maximino maxwell mayra mayumi maël
    maëlle małgorzata mbali mckenna mechthild meena meenakshi meera megan megumi mehdi mehmet mei-ling meike meiling meinhard
    melanie melchor melek melike melina melinda melisa melissa meltem melvin meredith meriem merja merle mert mervyn meryem
    mesut metin mhairi mia micaela michael michaela michal michał micheal michel michela michelangelo michele michelle michiko
    mick mickaël midori mieczysław mieke miguel miguel-angel mihai miho mikael mike mikel mikhail miki mikkel mikko mikolaj
    mikołaj mila mildred milena millicent millie milos min-jun mindy minh minji minjun minna mira mireille mirela mirella miren
    miriam mirjam mirko miroslav miroslaw mirosław misaki misty mitch mitchell mitsuko miyuki moacir modupe mohamad mohamed
    mohammad mohammed mohan mohini mohit mohsin moira mollie molly momoko mona monica monika monique monir montserrat morag
    moritz morten mortimer mosche moses mostafa mounir mourad moussa mridula muhammad muhammed muharrem mukesh munira murat
    murdo muriel murray musa mustafa mustapha mwangi mykhailo mykola myles myra myriam márcia márcio mélanie mélissa mónica müge
    nabil nabila nadezhda nadia nadine nadira nadja nadège nahla naima najat najib naledi namrata nandini nando nanette naoki
    naoko naomi naresh narges natalia natalie natalina natalya natascha natasha nathalie nathan nathaniel natsuki natália naveen
    navjot navya nawal nazan nazanin nazli nazzareno ndeye necati ned neel neelam neha neide neil nejma nekane nele nelson
    nepomuk nerea nerina nermin nerys neslihan nettie neuza neville nevio ngoc ngozi nguyen nguyet nhung nia niall niamh nicanor
    nicholas nick nicklas nicky nicola nicolai nicolas nicole nicoletta nicolette nicolò nidal nidhi niels nienke nigel niina
    nikhil nikita nikki niklas niko nikola nikolai nikolaj nikolaos nikolas nikolay nikos nilam nilesh nilgün nils nilton
    nilufar nilüfer nina nirav nisha nishant nitin nivaldo nizar njeri njål nkechi nnamdi nneka noah nobuko nobuo noel noelia
    noelle noemi nokuthula nolan nomsa nora norbert noreen noriko norman notburga nour noura noémie nuno nunzia nunzio nuray
    nurcan nuria nyambura nádia núria obdulia obinna octavia octavius océane oddvar odete odette odile odilo ofelia oguz oihane
    oisin okan okechukwu oksana olaf olalla olav oleg oleh oleksandr oleksandra oleksiy olena olga olimpia oliver olivia olivier
    oliwia olli ollie olu olumide olusegun oluwaseun oluwatobi olwen olívia omar onofrio onur onyeka oonagh ophelia orazio
    oreste orhan oriana oriol orla orlaith ornella orsola ortrud ortwin oskar osman osvaldo oswald oswin othman otieno otmar
    ottavia ottavio ottilie ottmar ottoline ouma oumar ousmane outi ove owain owen oğuz pablo padma padraig palesa pallavi
    palmira pamela pamina pankaj paola paolina paolo parminder parth parvati pascale pascaline pasquale pasqualina patrice
    patricia patricio patrick patrik patrizia patrycja patryk patrícia paul paula paulette paulina pauline paulo pavel pawel
    paweł payal pedro peggy pekka pelin pelle percival perrine pete peter petr petra petri petro petronella petros petula phil
    philibert philip philipp philippa philippe phillip phineas phoebe phuong phyllis pia piergiorgio pierluigi piero pierre
    pierre-yves pierrick piet pieter pietra pietro pilar pinar piotr piotrek pippa pirjo piyush polina pontus pooja portia
    prachi pradeep prakash pranav prasad prashant pratik praveen preeti priscila priscilla prithvi priya priyanka przemek
    przemyslaw przemysław punit purnima pádraig päivi pınar quang quentin quincy quirino quynh rachael rachel rachid rachida
    radek radhika radoslav radoslaw radosław radu radwan rafa rafael rafal rafał raffaele raffaella rafik raghav ragnar ragnhild
    rahel rahim rahul raimo raimondo raimund raimundo rainer raisa rajan rajat rajeev rajendra rajesh rajeshwari rajiv rajni
    rakesh rakhi ralf ralph ramazan ramesh ramiro ramona ramzi ramón randall randy rania ranjit raphael raphaël raphaëlle raquel
    rasha rasheed rashid rashmi rasmus raul ravi ravindra raymond raúl rebecca recep reece reena reese refilwe reggie regina
    reginald reijo reiko reinaldo reiner reinhard reinhold rekha renan renata renate renato rene renske renuka renzo rené reyhan
    reza rhiannon rhona rhonda rhys ricarda ricardo riccardo richa richard richie rick ricky rigoberto riikka rik rikke riko
    rima rina rinaldo rishabh rishi risto rita ritesh ritu ritva riyad rob robbie robert roberta roberta-maria roberto roberval
    rocco rocio rocío roderick rodney rodolfo rodrigo roel rogelio roger roger-marie rohan rohini rohit roisin rokhaya roland
    romain romina romolo ronald ronaldo ronan ronja ronnie ronny roque rory rosalba rosalia rosalie rosalind rosalyn rosalía
    rosamund rosanna roseanne rosella rosemarie rosemary rosie rosilda ross roswitha rosângela roxana roxane roxanne ruairi
    ruben rubens rubén ruchi rudi rudolf rudy ruediger rufino ruggero ruggiero rui rukiye rumi ruolan rupa rupert ruprecht
    ruslan russ russell rutger ruth ruud ruxandra ryan ryo ryota ryszard régis rémi rémy róisín rüdiger saad saara sabina sabine
    sabri sabrina sabrine sachiko sachin sadie saeed safia safiya sagar sahar sahil sakshi salah salete salih salim saliou sally
    salma salvadora salvatore salwa sam samantha samar sameer sami samia samir samira samiya sammy samuel samuele sandeep sander
    sandhya sandra sandrine sandro sandy-lee sang-hoon sangeeta sanja sanjana sanjay sanjeev sanne santina santosh saoirse sara
    sarah sarita sascha saskia satish satoshi satu saturnino satya saurabh saverio savita sayaka sayed sayuri scarlett scott
    seamus sean sebastian sebastián sebastião sedat seema seija selena selim selin selina selma selwyn semra seojun seppo
    septimus serafino serafín serap serdar serena serge sergei sergey sergio sergiu serhat serhii serkan seth settimio seun
    seung-hyun sevda severine severino sevgi sevim seydou shabnam shahid shaima shalini shana shane shanice shankar shanna
    shannon shanti sharad sharon shaun shauna shawn sheela sheila sheldon shelly sheri sheridan shigeru shilpa shinichi shinji
    shiori shirley shivani shoko shreya shruti shubham shweta sian sibel siddharth sidney siegbert siegfried sieglinde siegmar
    sigbjørn sigrid sigrun sigurd siham silas silke silvana silvano silvia silvio simon simona simone simran sinan sinead sinéad
    siobhan siobhán sipho sissel siân sjoerd sjors slawek slawomir slimane smita sneha snezana sofie sofía soizic solene solveig
    solène sonal sonali sonam songül sonia sonja sonya soo-jin soojin sophia sophie sophronia soraya soren souad soufiane
    souleymane stacey stacy stanislav stanislaw stanisław stanley stavros stefan stefania stefanie stefano steffen steffi
    stephan stephanie stephen steve steven stian stig stijn stine struan stuart stéphane stéphanie suat subhash sudha sudhir
    sujata sujin sukhdeep sukhwinder sumiko sumit sung-min sunil sunita sunniva surabhi surendra suresh surya susan susana
    susann susanna susannah susanne sushil sushma susi susumu suzanna suzanne suzie svea svein sven svenja svetlana swantje
    swapna swati sybil sybille sylvain sylvester sylvia sylvie sylwia szymon séamus sébastien sérgio séverine sílvia sónia sônia
    sönke søren süleyman sławomir tabatha tabea tabitha tadashi tadeu tadeusz tadhg taha tahar takako takashi takeshi takumi
    talal tamara tamer tamika tancredi tanguy tania tanisha tanja tanvi tanya taoufik tapio tara taras tarcisio tarek tarik
    tariq tarja tarkan taro tarun tassilo tatiana tatiane tatjana tatsuya tatyana tayfun taís ted teemu tejas telma temitope
    tendai teodor teodora teodoro terence teresa teresinha teri terje tero terrance terrence terry tess tessa tetiana tetsuya
    teun teófilo thabiso thabo thaddeus thais thalita thandi thanh thao thaís thea thekla thelma themba theo theobald theodor
    theodora theodore theresa therese theunis thiago thibaud thibault thibaut thierry thijs thilo thomas thora thorben thorbjørn
    thore thorsten thurman thuy thérèse tiago tiana tiberio tiffani tiina tilda tillmann tilman tim timo timothy timothée timur
    tina tineke titia tiziana tiziano tobias toby todd tolga tolu tom tomas tomasz tommaso tommy tomoko tomomi tomás tonia tony
    tonya torben torbjörn tordis tore torstein torsten toru toshio tove tracey tracy trang traudl traute trent trevor tricia
    trina trinh trish tristan trond trudy trupti truus trygve tshepo tsuyoshi tuan tugba tullio tunde tuomas turan turhan tushar
    tuula tuva tuyet tuğba tyrone tülay ubaldo ubirajara uche uday ufuk ugochukwu uli ulla ulrich ulrika ulrike ulyana umberto
    umut unai unni upasana urmila ursel ursula urszula uschi usha utkarsh uwe uxue uzoma vaibhav valarie valdemar valdir
    valentin valentina valentino valentyna valeria valeriano valerie valerio valeriy valmir valter valérie vanda vandana vanessa
    vanni vanusa varsha varun vasant vasco vasile vasilis vasily vasudha vasyl vaughn veena vegard veikko veit venancio venkat
    vera vera-lucia verena vernon veronica veronika veronique verónica viacheslav vibeke vicente vicki vickie vicky victor vidar
    vidhi vidya viggo vijay vikas vikram viktor viktoria vilma vimal vinay vincent vincenza vincenzo vineet vinod vinzenz
    vinícius viola violaine violetta vipul virender virgilio virginie virgílio viridiana vishal vishnu vitalii vitaly vitor
    vittoria vittorio vivaan vivek vivian viviana vivien vivienne vlad vladimir vladislav vojtech volkan volker volkmar
    volodymyr vyacheslav vânia véronique víctor vítor wacław wael wafa walburga waldemar waldir waleed walid walmir walter
    waltraud wambui wanderson wangari wanjiru wassim weiming wenceslao wendelin wendell wendy wenjing wenwen wenzel werner
    werner-josef weronika wesley wibke widad wiebke wieland wieslaw wiesław wiesława wietske wijnand wiktor wiktoria wilbur
    wilfred wilfried wilhelm wilhelmina willem willi william willoughby willy wiltrud wim winfried winifred winston wladyslaw
    wojciech wolfgang wolfhard wolfram woodrow wouter władysław xabier xaver xavier xavière xenia xiaohong xiaoli xiaoming
    ximena xiuying xuan yacine yacouba yago yahya yalcin yann yannick yannis yaroslav yasemin yash yasin yasmin yasmine yassine
    yasuhiro yasuko yavuz yazid ye-jin yegor yejin yelena yeliz yemi yetunde yevgeni yevgeny yiannis yifan yildiz yilmaz
    yingying ylva yngve yogesh yogita yohan yoko yolanda yolande yoon-ji yosef yoshie yoshiko yoshiro younes young-ho yousra
    youssef youssou youssra yui yuki yukiko yulia yuliya yumi yumiko yuna yuriko yuriy yusra yusuf yutaka yuxuan yvan yves
    yvette yvonne yıldız zacarías zachariah zacharie zachary zafer zahra zaid zainab zakaria zaki zanele zaynab zdenek zdzislaw
    zdzisław zeferino zehra zeina zeki zeno zenon zenzi zerrin zeynep zhen zhiqiang ziad zihan zinaida zineb zinedine zixuan zoe
    zofia zoltan zoya zoé zoë zsofia zsuzsanna zuleica zuri zuriñe zuzana zuzanna zygmunt zélia zübeyde álvaro ángel ángela åsa
    åse édouard élise élodie émilie éric étienne ömer özcan özgür özlem øystein øyvind ümit łucja łukasz şebnem şule
    """.split()  # noqa: SIM905  a list of words reads as such
)
DOUBTFUL = frozenset(
    """
    adelaide alba alberta alma amber amparo angel angelica april asha ashton august aurelia aurora austin autumn ava avery bento
    bert bill blanca blessing brad brandy brooke camden carolina carter caspian cassandra chance chandra charlotte chase cheyenne
    chip christian claire clara clay clayton clement clementine clifford conceição concetta constance consuelo cora crystal dakota
    dallas dalton dawn destiny dina dolores dora easton eden ella encarnación ernst everett faith fanny felicity fidel finlay
    fitzgerald fleur flora florence florin forest frank gage gaia gene georgia german gideon ginevra ginger gino grace grant
    guadalupe guido gunner hagen harper harsh hazel heath hester holly hope hudson hunter ike ina ira iris isla isra italo ivy jack
    jackson jade jarvis jasmin jasmine jean jesus jesús jordan joy judas jude julia julio jun june kay kendra kiran kirk kumar lamar
    lance lea lee leif leigh leon levi lexi libby lincoln linda linus logan lola london lou lourdes luz lys madison mae mandy marco
    marina mark marlon marvin mason max maxim may medina mei melody mercedes mercè merlin merrill mika milan miles milton mina
    minerva ming miranda mo modesto monty morgane nadir nestor nieves noa oda ola olive orlando orson oscar otis otto page paris
    parker pascal patsy pearl penelope penny per percy peregrine phoenix pierce pina preston prudence quinn raj rana ray reagan
    remedios rich riley robin rochelle rolf roman romeo romy ron rosa rosario rose rowan roy royce ruby rufus rune sage said sakura
    salem salvador sandy santiago savannah scarlet severin shelby sherman sherry shu shun sienna sierra simeon siri sky sofia
    solange soledad spencer stan stella sterling stewart sue sultan summer sydney taiga talia tasha taylor thor tiffany till tobi
    toni tope travis trenton trinidad trinity troy tuba turgut tyler udo ugo ulf ulysses umar urs uta ute valentine verity victoria
    vince violet virginia vito vitória wade wagner wallace wanda washington wayne wei wellington whitney will wilma wilson winter
    xander xavi xin yan yara yaw yuri zack zara zelda zita zora
    """.split()  # noqa: SIM905  a list of words reads as such
)
"""Names that are words, places or makers too: a name only where a word beside them says so."""
