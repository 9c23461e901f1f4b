/**
 * Communes that had, or have, more than one name under one code: renamed ones, and communes nouvelles with the one whose code they took.
 * Source: INSEE, Code officiel géographique, as compiled by Etalab (@etalab/decoupage-administratif, 0.3.0 of 2019 to 6.0.0 of 2026),
 * Licence Ouverte 2.0; made by scripts/make-former-communes.mjs.
 */
export const renamedRows = `01004 Ambérieu/Ambérieu-en-Bugey|01015 Arboys en Bugey/Arbignieu|01021 Ars/Ars-sur-Formans|01025 Bâgé-Dommartin/Bâgé-la-Ville
01031 Bélignat/Bellignat|01033 Bellegarde/Valserhône/Bellegarde-sur-Valserine|01036 Valromey-sur-Séran/Belmont-Luthézieu
01053 Bourg/Bourg-en-Bresse|01077 Challes/Challes-la-Montagne|01079 Champagne/Champagne-en-Valromey
01080 Champdor-Corcelles/Champdor|01088 Charnoz/Charnoz-sur-Ain|01095 Nivigne et Suran/Chavannes-sur-Suran
01104 Chézery/Chézery-Forens|01130 Bresse Vallons/Cras-sur-Reyssouze|01138 Culoz/Culoz-Béon|01145 Dompierre/Dompierre-sur-Veyle
01165 Amareins-Francheleins-Cesseins/Francheleins|01170 Géovreissiat/Béard-Géovreissiat|01184 Hautecourt/Hautecourt-Romanèche
01185 Plateau d'Hauteville/Hauteville-Lompnes|01186 Hostias/Hostiaz|01187 Haut Valromey/Hotonnes|01189 Injoux/Injoux-Génissiat
01204 Le Poizat-Lalleyriat/Lalleyriat|01215 Surjoux-Lhopital/Lhôpital|01240 Matafelon/Matafelon-Granges
01243 Messimy/Messimy-sur-Saône|01263 Montmerle/Montmerle-sur-Saône|01265 Montréal/Montréal-la-Cluse
01266 Montrevel/Montrevel-en-Bresse|01267 Mornay/Nurieux-Volognat|01286 Parves et Nattages/Parves
01295 Peyzieux/Peyzieux-sur-Saône|01313 Prévessin/Prévessin-Moëns|01338 Groslée-Saint-Benoit/Saint-Benoît
01426 Val-Revermont/Treffort|01453 Arvière-en-Valromey/Virieu-le-Petit|02018 Anizy-le-Grand/Anizy-le-Château
02053 Vallées en Champagne/Baulne-en-Brie|02054 Bazoches-sur-Vesles/Bazoches-et-Saint-Thibaut|02153 Cessières-Suzy/Cessières
02360 Villeneuve-sur-Aisne/Guignicourt|02439 Les Septvallons/Longueval-Barbonval|02458 Dhuys et Morin-en-Brie/Marchais-en-Brie
02564 Noyant-et-Aconin/Bernoy-le-Château|02589 Pargny-Filain/Pargny-et-Filain|03158 Haut-Bocage/Maillet
03168 Meaulne-Vitray/Meaulne|03223 Saint-Christophe/Saint-Christophe-en-Bourbonnais|04033 Ubaye-Serre-Ponçon/La Bréole
04045 Céreste/Céreste-en-Luberon|04063 Corbières/Corbières-en-Provence|04070 Digne/Digne-les-Bains|04120 Val d'Oronaye/Meyronnes
05001 Abriès-Ristolas/Abriès|05024 Valdoule/Bruis|05053 Garde-Colombe/Eyguians|05101 Vallouise-Pelvoux/Pelvoux
05118 Val Buëch-Méouge/Ribiers|05127 Rousset/Rousset-Serre-Ponçon|05139 Dévoluy/Saint-Étienne-en-Dévoluy
07011 Vallées-d'Antraigues-Asperjoc/Antraigues-sur-Volane|07165 Belsentes/Nonières
07242 Saint-Gineis-en-Coiron/Saint-Gineys-en-Coiron|07262 Saint-Laurent-les-Bains-Laval-d'Aurelle/Saint-Laurent-les-Bains
08115 Chémery-Chéhéry/Chémery-sur-Bar|08116 Bairon et ses environs/Le Chesne|08439 Tannay/Tannay-le-Mont-Dieu
09062 Bordes-Uchentein/Les Bordes-sur-Lez|09088 Caychax/Caychax-et-Senconac|09207 Montgaillard/Montgailhard
09296 Aulos-Sinsat/Sinsat|09334 Val-de-Sos/Vicdessos|10003 Aix-Villemaur-Pâlis/Aix-en-Othe|10411 La Ville-aux-Bois/Ville-aux-Bois
11131 Val-du-Faby/Fa|11251 Val-de-Dagne/Montlaur|11323 Roquetaillade-et-Conilhac/Roquetaillade
12021 Le Bas Ségala/La Bastide-l'Évêque|12076 Conques-en-Rouergue/Conques|12083 Cransac/Cransac-les-Thermes
12090 Druelle Balsac/Druelle|12120 Laissac-Sévérac l'Église/Laissac|12177 Palmas d'Aveyron/Palmas
12218 Saint-Cyprien-sur-Dourdou/Conques-en-Rouergue|12223 Argences en Aubrac/Sainte-Geneviève-sur-Argence
12224 Saint Geniez d'Olt et d'Aubrac/Saint-Geniez-d'Olt|12270 Sévérac d'Aveyron/Sévérac-le-Château|14005 Valambray/Airan
14011 Aurseulles/Anctoville|14027 Les Monts d'Aunay/Aunay-sur-Odon|14035 Balleroy-sur-Drôme/Balleroy
14037 Malherbe-sur-Ajon/Banneville-sur-Ajon|14061 Souleuvre en Bocage/Le Bény-Bocage|14098 Thue et Mue/Bretteville-l'Orgueilleuse
14143 Caumont-sur-Aure/Caumont-l'Éventé|14150 Cesny-les-Sources/Cesny-Bois-Halbout|14174 Condé-en-Normandie/Condé-sur-Noireau
14200 Creully sur Seulles/Creully|14281 Formigny La Bataille/Formigny|14347 Dialan sur Chaîne/Jurques
14349 Laize-Clinchamps/Laize-la-Ville|14355 Ponts sur Seulles/Lantheuil|14357 Terres de Druance/Lassy
14371 Livarot-Pays-d'Auge/Livarot|14406 Moulins en Bessin/Martragny|14408 May-sur-Orne/Saint-Martin-de-May
14410 Méry-Bissières-en-Auge/Méry-Corbon|14431 Mézidon Vallée d'Auge/Mézidon-Canon|14456 Moult-Chicheboville/Moult
14474 Notre-Dame-d'Estrées-Corbon/Notre-Dame-d'Estrées|14475 Val d'Arry/Noyers-Bocage|14527 Belle Vie en Auge/Biéville-Quétiéville
14538 Castine-en-Plaine/Rocquancourt|14554 Le Castelet/Saint-Aignan-de-Cramesnil|14570 Valorbiquet/Saint-Cyr-du-Ronceray
14576 Val-de-Vie/Sainte-Foy-de-Montgommery|14579 Seulline/Saint-Georges-d'Aunay|14581 Saint-Germain-d'Ectot/Aurseulles
14591 Aure sur Mer/Sainte-Honorine-des-Pertes|14654 Saint-Pierre-en-Auge/Saint-Pierre-sur-Dives
14658 Noues de Sienne/Saint-Sever-Calvados|14672 Val de Drôme/Sept-Vents|14689 Le Hom/Thury-Harcourt/Thury-Harcourt-le-Hom
14712 Saline/Troarn|14726 Valdallière/Vassy|14740 La Vespière-Friardel/La Vespière|14743 Victot-Pontfol/Victot-en-Auge
14762 Vire Normandie/Vire|15027 Puycapel/Calvinet|15108 Val d'Arcomie/Loubaresse
15141 Neussargues en Pinatelle/Neussargues-Moissac|15142 Neuvéglise-sur-Truyère/Neuvéglise
15181 Saint-Constant-Fournoulès/Saint-Constant|15268 Le Rouget-Pers/Le Rouget|16023 Aunac-sur-Charente/Aunac
16046 Coteaux-du-Blanzacais/Blanzac-Porcheresse|16082 Boisné-La Tude/Charmant|16097 Cherves-Richemont/Val-de-Cognac
16134 Exideuil/Exideuil-sur-Vienne|16148 Genac-Bignac/Genac|16153 Mainxe-Gondeville/Gondeville|16175 Val des Vignes/Jurignac
16186 Lignières-Sonneville/Lignières-Ambleville|16192 Terres-de-Haute-Charente/Roumazières-Loubert
16198 Magnac-Lavalette-Villars/Magnac-lès-Gardes|16204 Bellevigne/Malaville|16206 Mansle/Mansle-les-Fontaines
16224 Montmérac/Montchaude|16230 Montmoreau/Montmoreau-Saint-Cybard|16233 Mosnac/Mosnac-Saint-Simeux
16281 La Rochefoucauld-en-Angoumois/La Rochefoucauld|16300 Val-de-Bonnieure/Saint-Angeau|16339 Val-d'Auge/Auge-Saint-Médard
16393 Vars/La Boixe|16406 Moulins-sur-Tardoire/Vilhonneur|17132 Cramchaban/Cram-Chaban|17219 Marennes-Hiers-Brouage/Marennes
17268 Nuaillé-sur-Boutonne/Rives-de-Boutonne|17277 Essouvert/Saint-Denis-du-Pin
17340 Saint-Pierre-La-Noue/Saint-Germain-de-Marencennes|17457 La Devise/Vandré|19010 Argentat-sur-Dordogne/Argentat
19098 Lagarde-Marc-la-Tour/Lagarde-Enval|19101 Laguenne-sur-Avalouze/Laguenne|19123 Malemort/Malemort-sur-Corrèze
19143 Montaignac-Saint-Hippolyte/Montaignac-sur-Doustre|19248 Saint-Ybard/Les Trois-Saints|19252 Sarroux-Saint Julien/Sarroux
21178 Valforêt/Clémencey|21183 Collonges-lès-Premières/Collonges-et-Premières|21272 Le Val-Larrey/Flée
21327 Val-Mont/Jours-en-Vaux|21352 Longeault-Pluvault/Longeault|21452 Neuilly-lès-Dijon/Neuilly-Crimolois|21623 Tart/Tart-le-Haut
22046 Le Mené/Collinée|22055 Binic-Étables-sur-Mer/Étables-sur-Mer|22084 Jugon-les-Lacs-Commune nouvelle/Jugon-les-Lacs
22093 Lamballe-Armor/Lamballe|22107 Bon Repos sur Blavet/Laniscat|22158 Guerlédan/Mûr-de-Bretagne
22203 Plœuc-L'Hermitage/Plœuc-sur-Lié|22206 Châtelaudren-Plouagat/Plouagat|22209 Beaussais-sur-Mer/Ploubalay
22219 Plouguenast-Langast/Plouguenast|22237 Pluduno/Val-d'Arguenon|22264 La Roche-Jaudy/La Roche-Derrien
23109 Linard-Malval/Linard|23149 Parsac-Rimondeix/Parsac|23189 Saint-Dizier-Masbaraud/Saint-Dizier-Leyrenne
23192 Fursac/Saint-Étienne-de-Fursac|24026 Bassillac et Auberoche/Bassillac|24028 Beaumontois en Périgord/Beaumont-du-Périgord
24035 Pays de Belvès/Belvès|24053 Boulazac Isle Manoire/Boulazac|24064 Brantôme en Périgord/Brantôme
24087 Castels et Bézenac/Castels|24117 Les Coteaux Périgourdins/Chavagnac|24142 Coux et Bigaroque-Mouzens/Coux-et-Bigaroque
24147 Cubjac-Auvézère-Val d'Ans/Cubjac|24172 Les Eyzies/Les Eyzies-de-Tayac-Sireuil|24177 Faux/Faux-en-Périgord
24216 La Jemaye-Ponteyraud/La Jemaye|24253 Mareuil en Périgord/Mareuil|24259 Eyraud-Crempse-Maurens/Maurens
24291 Montignac/Montignac-Lascaux|24312 Sanilhac/Notre-Dame-de-Sanilhac|24316 Parcoul-Chenaud/Parcoul
24325 Peyrillac-et-Millac/Pechs-de-l'Espérance|24362 Val de Louyre et Caudeau/Sainte-Alvère
24364 Coly-Saint-Amand/Saint-Amand-de-Coly|24376 Saint Aulaye-Puymangou/Saint-Aulaye
24423 Saint-Julien-Innocence-Eulalie/Sainte-Innocence|24459 Saint-Maime-de-Péreyrol/Saint-Mayme-de-Péreyrol
24488 Saint-Pompont/Saint-Pompon|24490 Saint Privat en Périgord/Saint-Privat-des-Prés|24534 Sigoulès-et-Flaugeac/Sigoulès
24540 Sorges et Ligueux en Périgord/Sorges|24554 La Tour-Blanche-Cercles/La Tour-Blanche|25035 Les Auxons/Auxon-Dessus
25060 Bians-les-Usiers/Val-d'Usiers|25223 Éternoz/Éternoz-Vallée-du-Lison|25375 Mérey-sous-Montrond/Les Monts-Ronds
25390 Montbenoît/Pays-de-Montbenoît|25424 Les Premiers Sapins/Nods|25438 Osselle-Routelle/Osselle
26001 Solaure en Diois/Aix-en-Diois|26210 Valherbasse/Montrigaud|26216 La Motte-de-Galaure/Saint-Jean-de-Galaure
27011 Amfreville-Saint-Amand/Amfreville-la-Campagne|27022 Le Val d'Hazey/Aubevoye|27032 Chambois/Avrilly
27049 Mesnil-en-Ouche/Beaumesnil|27058 Bernières-sur-Seine/Les Trois Lacs|27062 Les Monts du Roumois/Berville-en-Roumois
27070 Frenelles-en-Vexin/Boisemont|27085 Flancourt-Crescy-en-Roumois/Bosc-Bénard-Crescy|27089 Thénouville/Bosc-Renoult-en-Roumois
27090 Bosroumois/Le Bosc-Roger-en-Roumois|27105 Grand Bourgtheroulde/Bourgtheroulde-Infreville
27107 Bourneville-Sainte-Croix/Bourneville|27157 Marbois/Le Chesne|27191 Clef Vallée d'Eure/La Croix-Saint-Leufroy
27198 Mesnils-sur-Iton/Damville|27213 Vexin-sur-Epte/Écos|27263 Le Perrey/Fourmetot|27277 La Baronnie/Garencières
27290 Goupil-Othon/Goupillières|27294 Val d'Orger/Grainville|27302 Le Bosc du Theil/Le Gros-Theil|27412 Terres de Bord/Montaure
27425 Nassandres sur Risle/Nassandres|27447 Le Val-Doré/Orvaux|27471 Porte-de-Seine/Porte-Joie|27497 Rougemontiers/Rougemontier
27516 Treis-Sants-en-Ouche/Saint-Aubin-le-Vertueux|27541 Le Mesnil-Saint-Jean/Saint-Georges-du-Mesnil
27554 La Chapelle-Longueville/Saint-Just|27565 Le Lesme/Sainte-Marguerite-de-l'Autel|27578 Sainte-Marie-d'Attez/Saint-Ouen-d'Attez
27638 Le Thuit de l'Oison/Le Thuit-Signol|27676 Les Trois Lacs/Venables|27679 Verneuil d'Avre et d'Iton/Verneuil-sur-Avre
28012 Commune nouvelle d'Arrou/Arrou/Vald'Yerre|28015 Auneau-Bleury-Saint-Symphorien/Auneau
28103 Cloyes-les-Trois-Rivières/Cloyes-sur-le-Loir|28199 Janville-en-Beauce/Janville|28236 Arcisses/Margon
28274 Moutiers/Moutiers-en-Beauce|28319 Rouvray-Saint-Denis/Neuville Saint Denis|28330 Villemaury/Saint-Cloud-en-Dunois
28331 Saintigny/Saint-Denis-d'Authou|28334 Saint-Denis-Lanneray/Saint-Denis-les-Ponts
28361 Saint-Symphorien-le-Château/Bleury-Saint-Symphorien|28406 Éole-en-Beauce/Viabon|28422 Les Villages Vovéens/Voves
29021 Plounéour-Brignogan-plages/Brignogan-Plages|29076 Milizac-Guipronvel/Guipronvel
29266 Saint-Thégonnec Loc-Eguiner/Saint-Thégonnec|30052 Bréau-Mars/Bréau-et-Salagosse|30195 Peyrolles/Peyrolles-en-Cévennes
30243 Saint-Christol-lès-Alès/Saint-Christol-lez-Alès|30329 Thoiras/Thoiras-Corbès|31277 Lasserre-Pradère/Lasserre
31522 Salerm/Salherm|32199 Lasserade/Lasserrade|32365 Saint-Blancard/Cap d'Astarac|32465 Villefranche/Villefranche-d'Astarac
33018 Val de Virvée/Aubie-et-Espessas|33055 Blaignan-Prignac/Blaignan|33081 Cadillac/Cadillac-sur-Garonne
33106 Castets et Castillon/Castets-en-Dorthe|33380 Val-de-Livenne/Saint-Caprais-de-Blaye
33461 Saint-Philippe-d'Aiguille/Saint-Philippe-d'Aiguilhe|34144 Lunas/Lunas-les-Châteaux|34246 Entre-Vignes/Saint-Christol
35004 Val-Couesnon/Antrain|35060 La Chapelle du Lou du Lac/La Chapelle-du-Lou|35062 La Chapelle-Janson/La Chapelle-Fleurigné
35163 Luitré-Dompierre/Luitré|35168 Val d'Anast/Maure-de-Bretagne|35176 Guipry-Messac/Messac|35191 Les Portes du Coglais/Montours
35220 Piré-Chancé/Piré-sur-Seiche|35257 Maen Roch/Saint-Brice-en-Coglès|35282 Rives-du-Couesnon/Saint-Jean-sur-Couesnon
35306 Saint-Père/Saint-Père-Marc-en-Poulet|35308 Mesnil-Roc'h/Saint-Pierre-de-Plesguen|36229 Val-Fouzon/Varennes-sur-Fouzon
36244 Villentrois-Faverolles-en-Berry/Villentrois|37021 Beaumont-Louestault/Beaumont-la-Ronce|37187 Ports/Ports-sur-Vienne
37232 Coteaux-sur-Loire/Saint-Patrice|38001 Les Abrets en Dauphiné/Les Abrets|38022 Les Avenières Veyrins-Thuellin/Les Avenières
38073 Chantepérier/Chantelouve|38152 Eclose-Badinières/Eclose|38163 Le Haut-Bréda/La Ferrière|38206 Laval/Laval-en-Belledonne
38225 Autrans-Méaudre en Vercors/Méaudre|38243 Le Monestier-du-Percy/Monestier-du-Percy|38253 Les Deux Alpes/Mont-de-Lans
38284 Ornacieux-Balbins/Ornacieux|38292 Villages du Lac de Paladru/Paladru|38297 Arandon-Passins/Passins|38301 Percy/Le Percy
38395 Plateau-des-Petites-Roches/Saint-Hilaire|38456 Châtel-en-Trièves/Saint-Sébastien|38479 Porte-des-Bonnevaux/Semons
38560 Val-de-Virieu/Virieu|39043 Beaufort-Orbagna/Beaufort|39177 Hauteroche/Crançot|39258 Grande-Rivière Château/Grande-Rivière
39273 Montlainsia/Lains|39339 Chassal-Molinges/Molinges|39368 Hauts de Bienne/Morez|39378 Les Trois Châteaux/Nanc-lès-Saint-Amour
39485 Val Suran/Saint-Julien|39491 Coteaux du Lizon/Saint-Lupicin|39510 Septmoncel les Molunes/Septmoncel
39530 Thoirette-Coisia/Thoirette|39576 Val-Sonnette/Vincelles|40295 Saugnacq-et-Muret/Saugnac-et-Muret
41055 Valloire-sur-Cisse/Chouzy-sur-Cisse|41059 Le Controis-en-Sologne/Contres|41070 Vallée-de-Ronsard/Couture-sur-Loir
41142 Valencisse/Molineuf|41151 Montrichard Val de Cher/Montrichard|41167 Veuzain-sur-Loire/Onzain
41171 Oucques La Nouvelle/Oucques|41173 Beauce la Romaine/Ouzouer-le-Marché|41248 Couëtron-au-Perche/Souday
42039 Chalmazel-Jeansagnière/Chalmazel|42084 Débats-Rivière-d'Orpra/Solore-en-Forez|42173 Pommiers/Pommiers-en-Forez
42188 Roche/Roche-en-Forez|42217 Saint-Didier-sur-Rochefort/La Côte-Saint-Didier|42245 Vêtre-sur-Anzon/Saint-Julien-la-Vêtre
42268 Vézelin-sur-Loire/Saint-Paul-de-Vézelin|43157 Le Puy/Le Puy-en-Velay
43174 Saint-Christophe-sur-Dolaison/Saint-Christophe-sur-Dolaizon|44005 Chaumes-en-Retz/Arthon-en-Retz
44021 Villeneuve-en-Retz/Bourgneuf-en-Retz|44029 Divatte-sur-Loire/La Chapelle-Basse-Mer
44066 Grandchamps-des-Fontaines/Grandchamp-des-Fontaines|44087 Machecoul-Saint-Même/Machecoul|44163 Vair-sur-Loire/Saint-Herblon
44180 Vallons-de-l'Erdre/Saint-Mars-la-Jaille|44213 Loireauxence/Varades|45051 Bray-Saint-Aignan/Bray-en-Val
45110 Courcelles/Courcelles-le-Roi|45129 Douchy-Montcorbon/Douchy|45191 Le Malesherbois/Malesherbes
45277 Saint-Florent/Saint-Florent-le-Jeune|46033 Porte-du-Quercy/Le Boulvé
46063 Castelnau Montratier-Sainte Alauzie/Castelnau-Montratier|46083 Cressensac-Sarrazac/Cressensac
46103 Saint-Paul-Flaugnac/Flaugnac|46138 Cœur de Causse/Labastide-Murat|46156 Bellefont-La Rauze/Laroque-des-Arcs
46172 Lhospitalet/Pern-Lhospitalet|46201 Montcuq-en-Quercy-Blanc/Montcuq|46232 Le Vignon-en-Quercy/Les Quatre-Routes-du-Lot
46233 Quissac/Quissac-en-Quercy|46252 Les Pechs du Vers/Saint-Cernin|46262 Lendou-en-Quercy/Saint-Cyprien
46263 Barguelonne-en-Quercy/Saint-Daunès|46268 Saint Géry-Vers/Saint-Géry|46311 Sousceyrac-en-Quercy/Sousceyrac
46334 Le Vigan/Le Vigan-en-Quercy|47176 Mongaillard/Montgaillard-en-Albret|48009 Peyre en Aubrac/Aumont-Aubrac
48027 Mont Lozère et Goulet/Le Bleymard|48038 Bel-Air-Val-d'Ance/Chambon-le-Château|48050 Bédouès-Cocurès/Cocurès
48061 Florac Trois Rivières/Florac|48087 Prinsuéjols-Malbouzon/Malbouzon|48094 Massegros Causses Gorges/Le Massegros
48099 Bourgs sur Colagne/Le Monastier-Pin-Moriès|48105 Naussac-Fontanes/Naussac
48116 Pont de Montvert-Sud Mont Lozère/Le Pont-de-Montvert|48126 Lachamp-Ribennes/Ribennes
48127 Monts-de-Randon/Rieutort-de-Randon|48139 Saint Bonnet-Laval/Saint-Bonnet-de-Montauroux
48146 Gorges du Tarn Causses/Sainte-Enimie|48152 Ventalon en Cévennes/Saint-Frézal-de-Ventalon
48166 Cans et Cévennes/Saint-Laurent-de-Trèves|49003 Tuffalun/Ambillou-Château|49018 Baugé-en-Anjou/Baugé
49021 Beaufort-en-Anjou/Beaufort-en-Vallée|49023 Beaupréau-en-Mauges/Beaupréau|49029 Blaison-Saint-Sulpice/Blaison-Gohier
49050 Brissac Loire Aubance/Brissac-Quincé|49060 Bellevigne-les-Châteaux/Chacé|49065 Les Hauts d'Anjou/Champigné
49067 Chenillé-Champteussé/Champteussé-sur-Baconne|49069 Orée d'Anjou/Champtoceaux|49080 Les Hauts-d'Anjou/Châteauneuf-sur-Sarthe
49086 Terranjou/Chavagnes|49092 Chemillé-en-Anjou/Chemillé|49125 Doué-en-Anjou/Doué-la-Fontaine|49126 Drain/Orée d'Anjou
49138 Les Bois d'Anjou/Fontaine-Guérin|49163 Jarzé Villages/Jarzé|49167 Les Garennes sur Loire/Juigné-sur-Loire
49174 Huillé-Lézigné/Lézigné|49183 Val d'Erdre-Auxence/Le Louroux-Béconnais|49194 Mazé-Milon/Mazé
49200 Longuenée-en-Anjou/La Membrolle-sur-Longuenée|49218 Montrevault-sur-Èvre/Montrevault
49220 Morannes sur Sarthe-Daumeray/Morannes|49228 Noyant-Villages/Noyant|49244 Mauges-sur-Loire/La Pommeraye
49248 Ombrée d'Anjou/Pouancé|49261 Gennes-Val-de-Loire/Les Rosiers-sur-Loire|49292 Val-du-Layon/Saint-Lambert-du-Lattay
49298 Saint-Léger-de-Linières/Saint-Léger-des-Bois|49301 Sèvremoine/Saint-Macaire-en-Mauges
49307 Loire-Authion/Saint-Mathurin-sur-Loire|49323 Verrières-en-Anjou/Saint-Sylvain-d'Anjou|49331 Segré-en-Anjou Bleu/Segré
49345 Bellevigne-en-Layon/Thouarcé|49367 Erdre-en-Anjou/Vern-d'Anjou|49373 Lys-Haut-Layon/Vihiers
49377 Rives-du-Loir-en-Anjou/Villevêque|50041 La Hague/Beaumont-Hague|50082 Bricquebec-en-Cotentin/Bricquebec
50090 Buais-Les-Monts/Buais|50099 Carentan-les-Marais/Carentan|50129 Cherbourg/Cherbourg-en-Cotentin/Cherbourg-Octeville
50142 Vicq-sur-Mer/Cosqueville|50168 Ducey-Les Chéris/Ducey|50197 Gavray-sur-Sienne/Gavray|50209 Gonneville-Le Theil/Gonneville
50236 La Haye/La Haye-du-Puits|50239 Thèreval/Hébécrevon|50260 Juvigny les Vallées/Juvigny-le-Tertre
50272 Lingreville/Tourneville-sur-Mer|50273 Montsenelle/Lithaire|50292 Marigny-Le-Lozon/Marigny|50359 Mortain-Bocage/Mortain
50363 Moyon Villages/Moyon|50388 Orval sur Sienne/Orval|50391 Grandparigny/Parigny|50393 Percy-en-Normandie/Percy
50412 Port-Bail-sur-Mer/Portbail|50431 Remilly Les Marais/Remilly-sur-Lozon|50436 Romagny Fontenay/Romagny
50444 Saint-Amand-Villages/Saint-Amand|50461 Saint-Cyr/Saint-Cyr-Bocage|50492 Saint-Jean-d'Elle/Saint-Jean-des-Baisants
50546 Bourgvallées/Saint-Samson-de-Bonfossé|50550 Saint-Sauveur-Villages/Saint-Sauveur-Lendelin|50564 Terre-et-Marais/Sainteny
50565 Sartilly-Baie-Bocage/Sartilly|50592 Tessy-Bocage/Tessy-sur-Vire|50601 Torigny-les-Villes/Torigni-sur-Vire
50639 Villedieu-les-Poêles-Rouffigny/Villedieu-les-Poêles|51030 Aÿ-Champagne/Ay|51075 Bourgogne-Fresne/Bourgogne
51086 Breuil/Breuil-sur-Vesle|51108 Châlons-sur-Marne/Châlons-en-Champagne|51457 Reuil/Coeur-de-la-Vallée
51485 Saint-Hilaire-au-Temple/La Neuville-au-Temple|51564 Val de Livre/Tauxières-Mutry|51612 Blancs-Coteaux/Vertus
52064 Bourmont-entre-Meuse-et-Mouzon/Bourmont|52331 La Porte du Der/Montier-en-Der|52405 Le Montsaugeonnais/Prauthoy
52411 Rives Dervoises/Puellemontier|53017 Val-du-Maine/Ballée|53029 Bierné-les-Villages/Bierné
53062 Château-Gontier-sur-Mayenne/Château-Gontier|53104 Gennes-Longuefuye/Gennes-sur-Glaize|53124 Prée-d'Anjou/Laigné
53136 La Roche-Neuville/Loigné-sur-Mayenne|53137 Loiron-Ruillé/Loiron|53185 Pré-en-Pail-Saint-Samson/Pré-en-Pail
53228 Blandouet-Saint Jean/Saint-Jean-sur-Erve|53249 Saint-Pierre-sur-Orthe/Vimartin-sur-Orthe
53255 Sainte-Suzanne-et-Chammes/Sainte-Suzanne|54099 Val de Briey/Briey|54557 Bois-de-Haye/Velaine-en-Haye
55013 Arrancy-sur-Crusne/Arrancy-sur-Crusnes|55537 Douaumont-Vaux/Vaux-devant-Damloup|56102 Forges de Lanouée/Lanouée
56144 Évellys/Naizin|56197 Val d'Oust/Le Roc-Saint-André|56213 Saint-Gérand/Saint-Gérand-Croixanvec|56262 Bono/Le Bono
57021 Ancy-Dornot/Ancy-sur-Moselle|57148 Colligny-Maizery/Colligny|57439 Manderen-Ritzing/Manderen
57482 Ogy-Montoy-Flanville/Montoy-Flanville|57578 Rezonville-Vionville/Rezonville|58204 Vaux d'Amognes/Ourouër
58226 Saint-Agnan/Saint-Agnan-en-Morvan|58251 Saint-Loup/Saint-Loup-des-Bois|59004 Aix/Aix-en-Pévèle
59006 Amfroipret/L'Orée de Mormal|59588 Téteghem-Coudekerque-Village/Téteghem|60054 Les Hauts Talican/Beaumont-les-Nonains
60196 La Drenne/Le Déluge|60209 La Corne en Vexin/Énencourt-le-Sec|60256 Montchevreuil/Fresneaux-Montchevreuil
60682 Villers Saint Frambourg-Ognon/Villers-Saint-Frambourg|60694 Villotran/Les Hauts-Talican
61007 Athis-Val de Rouvre/Athis-de-l'Orne|61096 Rives d'Andaine/La Chapelle-d'Andaine|61116 Sablons sur Huisne/Condé-sur-Huisne
61145 Domfront en Poiraie/Domfront|61153 Écouché-les-Vallées/Écouché|61167 La Ferté-en-Ouche/La Ferté-Frênel
61194 Monts-sur-Orne/Goulet|61196 Belforêt-en-Perche/Le Gué-de-la-Chaîne|61211 Juvigny Val d'Andaine/Juvigny-sous-Andaine
61228 L'Orée-d'Écouves/Livaie|61230 Longny les Villages/Longny-au-Perche|61275 Le Merlerault/Merlerault-le-Pin
61292 Montsecret-Clairefougère/Montsecret|61309 Perche en Nocé/Nocé|61324 Passais Villages/Passais
61339 Putanges-le-Lac/Putanges-Pont-Écrepin|61341 Écouves/Radon|61375 Boischampré/Saint-Christophe-le-Jajolet
61429 Charencey/Saint-Maurice-lès-Charencey|61460 Sap-en-Auge/Le Sap|61463 Les Monts d'Andaine/La Sauvagère
61474 Gouffern en Auge/Silly-en-Gouffern|61483 Bagnoles de l'Orne Normandie/Bagnoles-de-l'Orne|61484 Val-au-Perche/Le Theil
61486 Tinchebray-Bocage/Tinchebray|61491 Tourouvre au Perche/Tourouvre|62178 Bruay-en-Artois/Bruay-la-Buissière
62295 Enquin-lez-Guinegatte/Enquin-les-Mines|62427 Hénin-Liétard/Hénin-Beaumont|62447 Hesdin/Hesdin-la-Forêt
62471 Bellinghem/Inghem|62486 Lambres/Lambres-lez-Aire|62588 Montreuil/Montreuil-sur-Mer|62691 Saint-Augustin/Rebecques
62757 Saint-Martin-lez-Tatinghem/Saint-Martin-au-Laërt|63108 Le Cheix/Le Cheix-sur-Morge|63109 Chidrac/Les Deux-Rives
63160 Aulhat-Flat/Flat|63226 Mur-sur-Allier/Mezel|63233 Montaigut/Montaigut-en-Combraille|63244 Chambaron sur Morge/La Moutade
63255 Nonette-Orsonnette/Nonette|63320 Saint-Avit/Saint-Avit-d'Auvergne|63343 Saint-Flour/Saint-Flour-l'Étang
63448 Le Vernet-Chaméane/Vernet-la-Varenne|63460 Villosanges/Villossanges|64225 Ance Féas/Féas|64293 Labatut/Labatut-Figuières
65092 Beyrède-Jumet-Camous/Beyrède-Jumet|65192 Gavarnie-Gèdre/Gèdre|66076 Felluns/Feilluns|66202 Targassonne/Targasonne
67004 Sommerau/Allenwiller|67153 Geiswiller-Zœbersdorf/Geiswiller|67372 Val-de-Moder/Pfaffenhoffen
67418 Rountzenheim-Auenheim/Rountzenheim|67539 Wingersheim les Quatre Bans/Wingersheim|68006 Bernwiller/Ammertzwiller
68012 Aspach-Michelbach/Aspach-le-Haut|68056 Brunstatt-Didenheim/Brunstatt|68143 Porte du Ried/Holtzwihr
68162 Kaysersberg Vignoble/Kaysersberg|68201 Masevaux-Niederbruck/Masevaux|68219 Le Haut Soultzbach/Mortzwiller
68240 Illtal/Oberdorf|68320 Spechbach/Spechbach-le-Haut|68355 Waldighofen/Waldighoffen|69019 Belleville-en-Beaujolais/Belleville
69024 Val d'Oingt/Le Bois-d'Oingt|69066 Cours/Cours-la-Ville|69096 Grigny/Grigny-sur-Rhône|69114 Liergues/Porte des Pierres Dorées
69135 Deux-Grosnes/Monsols|69149 Oullins/Oullins-Pierre-Bénite|69157 Vindry-sur-Turdine/Pontcharra-sur-Turdine
69159 Porte des Pierres Dorées/Pouilly-le-Monial|69179 Beauvallon/Saint-Andéol-le-Château
69208 Saint-Germain-Nuelles/Saint-Germain-sur-l'Arbresle|69228 Chabanière/Saint-Maurice-sur-Dargoire|69248 Thizy-les-Bourgs/Thizy
70152 Choye/Colombine|70180 Courchaton/Belles-Fontaines|70245 Fougerolles-Saint-Valbert/Fougerolles
70418 La Romaine/Le Pont-de-Planches|70472 Saint-Remy/Saint-Rémy-en-Comté|70489 Servance-Miellin/Servance
71042 Bonnay/Bonnay-Saint-Ythaire|71134 Navour-sur-Grosne/Clermain|71263 Louhans/Louhans-Châteaurenaud
71279 Le Rousset-Marizy/Marizy|71401 Sainte-Croix/Sainte-Croix-en-Bresse|71566 Verdun-sur-le-Doubs/Verdun-Ciel
71578 Clux-Villeneuve/La Villeneuve|71582 La Vineuse sur Fregande/La Vineuse|72023 Ballon-Saint Mars/Ballon
72025 Bazouges Cré sur Loir/Bazouges-sur-le-Loir|72071 Montval-sur-Loir/Château-du-Loir|72080 Cherré-Au/Cherré
72128 Val d'Étangson/Évaillé|72137 Villeneuve-en-Perseigne/La Fresnaye-sur-Chédouet|72155 Laigné-en-Belin/Laigné-Saint-Gervais
72262 Loir en Vallée/Ruillé-sur-Loir|72308 Saint-Paterne-Le Chevain/Saint-Paterne|72363 Tuffé Val de la Chéronne/Tuffé
72382 Volnay/Val-de-la-Hune|73003 Grand-Aigueblanche/Aigueblanche|73006 Aime-la-Plagne/Aime|73010 Entrelacs/Albens
73135 La Tour-en-Maurienne/Hermillon|73150 La Plagne Tarentaise/Mâcot-la-Plagne|73151 Porte-de-Savoie/Les Marches
73187 La Léchère/Notre-Dame-de-Briançon|73212 Val-d'Arc/Randens|73215 Valgelon-La Rochette/La Rochette
73227 Courchevel/Saint-Bon-Tarentaise|73236 Saint-Genix-les-Villages/Saint-Genix-sur-Guiers
73257 Les Belleville/Saint-Martin-de-Belleville|73263 Saint-Offenge/Saint-Offenge-Dessous|73269 Saint-Paul/Saint-Paul-sur-Yenne
73284 Salins-Fontaine/Salins-les-Thermes|73290 Val-Cenis/Termignon|74116 Etaux/Eteaux|74123 Faverges-Seythenex/Faverges
74167 Val de Chaise/Marlens|74275 Talloires-Montmin/Talloires|74282 Fillière/Thorens-Glières|76034 Val-de-Scie/Auffay
76041 Les Hauts-de-Caux/Autretot|76164 Rives-en-Seine/Caudebec-en-Caux|76258 Terres-de-Caux/Fauville-en-Caux
76289 Saint Martin de l'If/Fréville|76401 Arelaune-en-Seine/La Mailleraye-sur-Seine|76455 Morville-sur-Andelle/Morville-le-Héron
76476 Port-Jérôme-sur-Seine/Notre-Dame-de-Gravenchon|76484 Oissel/Oissel-sur-Seine|76515 Quiberville/Quiberville-sur-Mer
76618 Petit-Caux/Saint-Martin-en-Campagne|76715 Trouville/Trouville-Alliquerville|77302 Montcourt-Fromonville/Moncourt-Fromonville
77316 Moret-Loing-et-Orvanne/Moret-sur-Loing|77432 Saint-Rémy-la-Vanne/Saint-Rémy-de-la-Vanne|77433 Beautheil-Saints/Saints
78158 Le Chesnay-Rocquencourt/Le Chesnay|78320 Notre-Dame-de-la-Mer/Jeufosse|79013 Argentonnay/Argenton-les-Vallées
79014 Loretz-d'Argenton/Argenton-l'Église|79030 Beaussais-Vitré/Beaussais|79063 Val en Vignes/Cersay|79064 Fontivillié/Chail
79066 Champdeniers-Saint-Denis/Champdeniers|79077 Beugnon-Thireuil/La Chapelle-Thireuil|79105 Les Châteliers/Coutières
79179 Moncoutant-sur-Sèvre/Moncoutant|79185 Aigondigné/Mougon|79196 Plaine-et-Vallées/Oiron|79217 Prailles-La Couarde/Prailles
79242 Voulmentin/Saint-Clémentin|79251 Marcillé/Saint-Génard|79280 Saint Maurice Étusson/Saint-Maurice-la-Fougereuse
79285 Saint-Pardoux-Soutiers/Saint-Pardoux|79307 Sauzé-Vaussais/Sauzé-entre-Bois|79334 Val-du-Mignon/Usseau
80155 Bussus-Bussuel/Bussus-lès-Yaucourt|80295 Étinehem-Méricourt/Étinehem|80485 Ô-de-Selle/Lœuilly|80505 Carnoy-Mametz/Mametz
80509 Marchélepot-Misery/Marchélepot|80621 Hypercourt/Pertain|80625 Trois-Rivières/Pierrepont-sur-Avre
81062 Fontrieu/Castelnau-de-Brassac|81085 Escroux/Lacapelle-Escroux|81233 Terre-de-Bancalié/Roumégoux
83052 Esparron/Esparron-de-Pallières|84033 Castellet/Castellet-en-Luberon|85001 L'Aiguillon-sur-Mer/L'Aiguillon-la-Presqu'île
85008 Aubigny-Les Clouzeaux/Aubigny|85009 Auchay-sur-Vendée/Auzay|85019 Bellevigny/Belleville-sur-Vie
85076 Cugand/Cugand-la-Bernardière|85080 Doix lès Fontaines/Doix|85084 Essarts en Bocage/Les Essarts
85090 Sèvremont/La Flocellière|85146 Montaigu-Vendée/Montaigu|85152 Les Achards/La Mothe-Achard
85154 Mouilleron-Saint-Germain/Mouilleron-en-Pareds|85162 Rives-d'Autise/Nieul-sur-l'Autise
85177 Les Velluire-sur-Vendée/Le Poiré-sur-Velluire|85197 Montréverd/Saint-André-Treize-Voies
85213 Rives de l'Yon/Saint-Florent-des-Bois|85223 Sainte-Hermine/Saint-Jean-d'Hermine|85289 La Tardière/Terval
85292 Thouarsais-Bouildroux/Rives-du-Fougerais|85302 Chanverrie/La Verrie|86019 Beaumont Saint-Cyr/Beaumont
86053 Champigny en Rochereau/Champigny-le-Sec|86082 Valence-en-Poitou/Couhé|86084 Coulonges/Coulonges-les-Hérolles
86115 Jaunay-Marigny/Jaunay-Clan|86123 Boivre-la-Vallée/Lavausseau|86245 Senillé-Saint-Sauveur/Saint-Sauveur
86247 Saint-Saviol/Val-de-Comporté|86281 Saint-Martin-la-Pallu/Vendeuvre-du-Poitou|87028 Val-d'Oire-et-Gartempe/Bussière-Poitevine
87097 Val d'Issoire/Mézières-sur-Issoire|87128 Saint-Pardoux-le-Lac/Roussac|88029 La Vôge-les-Bains/Bains-les-Bains
88218 Granges-Aumontzey/Granges-sur-Vologne|88361 Provenchères-et-Colroy/Provenchères-sur-Fave
88413 Saint-Dié/Saint-Dié-des-Vosges|88465 Capavenir Vosges/Thaon-les-Vosges|89003 Montholon/Aillant-sur-Tholon
89086 Charny Orée de Puisaye/Charny|89130 Deux Rivières/Cravant|89196 Valravillon/Guerchy|89197 Guillon-Terre-Plaine/Guillon
89334 Le Val d'Ocre/Saint-Aubin-Château-Neuf|89388 Sépeaux-Saint Romain/Sépeaux|89405 Les Hauts de Forterre/Taingy
89411 Les Vallées de la Vanne/Theil-sur-Vanne|89420 Treigny-Perreuse-Sainte-Colombe/Treigny|90068 Meroux-Moval/Meroux
91228 Évry-Petit-Bourg/Évry-Courcouronnes/Évry|91390 Le Mérévillois/Méréville|93070 Saint-Ouen/Saint-Ouen-sur-Seine
95218 Éragny/Éragny-sur-Oise|95306 Herblay/Herblay-sur-Seine`

/** Communes that lay in another department before 1968 (law of 29 December 1967) or were moved singly: code of today, department of then. */
export const movedRows = `44225 49|49382 44|50649 14|51664 02|54602 55|62909 80|69270 38|69271 38|69272 38|69273 38|69274 01|69275 38|69276 38|69277 38
69278 01|69279 38|69280 38|69281 38|69282 38|69283 38|69284 01|69285 38|69286 01|69287 38|69288 38|69289 38|69290 38|69291 38
69292 01|69293 01|69294 38|69295 38|69296 38|69297 38|69298 38|69299 38`
