"""Words that change nothing of what a sentence states: who says it, where, when, and how it is put."""

from __future__ import annotations

from etl.claims.reading.tokens import set_of

PLAIN = set_of(
    """
    about according across actually add added additionally adds afternoon again aggression ago ahead
    allied almost alone alongside already also altogether always ambassador ambassadors america amid
    amidst among amount amounts analysis anders annex annexation anniversary announce announced announces
    annual another anybody anyone apart apparently appear appeared appears appendix apr april argued
    argues armed army aside atlantic aug august average away back bad balkan baltic barely basis became
    become becomes before began begin beginning begun behind besides best better between beyond biden big
    bigger biggest bit boast boasted boasts bottom briefing bring bringing brings brought budget budgets
    bulk bundestag burden burdens cabinet calculated calculates came cameron can capital capitals carney
    case cash central certainly chancellor chapter chart chief chiefs chunk cited cites citing claimed
    claims class clear clearly clings clinton close closest club clung coffers column come comes
    comfortable comfortably coming commands committee committees commons comparatively
    compare compared compares comparison
    computed conference confirm confirmed confirms congress considerable context continent continue
    continued continues contrast core correct count counted countries country counts couple crimea
    currently data dataset day days dec decade decades december declared declares defence defense detailed
    diplomat diplomats distance document documents donald dozen duda due during earlier early earn earned
    earning earns easily eastern economies economy edged edition effect effort emerged emerges end ended
    ends enough entered enters equal erdogan erdoğan especially estimate estimated estimates europe
    european eve even evening eventually ever everything evidence exactly exception existing expect expected
    expecting expects expenditure explained explains fact factsheet far faster featured features feb
    february fewer fico field fifth figure figures finally find finds firmly first forces formerly found
    founder founding fourth fraction frederiksen fresh friday front full funds furthermore g gap gdp general
    generous get gets getting go goes going gone good got government graph great greater group groups half
    handful hardly head heard hegseth held hence here himself hold holds house hovered hovering hovers how
    huge humble inch indeed instead internationally interview into invasion island its itself jan january
    jens johnson join joined joining joins journalist journalists jul july jun june just keeps kingdom
    kremlin ladder large largely larger last late lately later latest lawmaker lawmakers leader leaders
    league learned least leaves left less level levels lie lies likewise lion list listed lists little
    logged logs long lords lower lying macron mainly majority manage managed manages managing many map mar
    march margin mark mattis may meager meagre meanwhile measure measured measures measuring mediterranean
    meloni men mere merely merkel merz metric mid middle military minister ministers ministry minority
    modest monday money more moreover morning moscow most mostly moved moves mp mps much namely narrow
    narrowly nation national nations nearer nearest nearly neighbor neighboring neighbors neighbour
    neighbouring neighbours new newcomer newcomers newest news next nordic northern notably notch note
    noted notes nov november number numbers obama occupied occupies oct october off official officials
    often old one ones only orban orbán order other out outlays over overall overview own pack page pair
    paltry paper papers parliament part particular particularly partly partner partners peninsula people
    per percentage period piece pistorius place placed places plain pledge pledged pledges point pointed
    points poor poorest portion posted posts practice precisely premier present president press previously
    prime projected promise promised proportion proud proudly proved proves provided provides publication
    publications published publishes publishing pull pulled pulls purse push put puts quartet quite quoted
    ran rank ranked ranking rankings ranks rasmussen rate rates rather ratio read reads really rear recent
    recently reckoned reckons records regard region registered registers release released releases remain
    remained remaining remains report reported reporters reporting reports republic republics respect
    respectively return revealed reveals review rich richest right rose roughly row rung running runs
    russia russian rutte safely said same sanchez sat saturday say saying says scale scarcely scholz score
    scored scores seat second secretary security see seen sees sejm senate senator senators sep sept
    september service set shade share shares short show showed shown shows side similar similarly simply
    since single sit sits sitting sizeable slice slim small smaller smallest so solidly soon southern speech
    spending spokesman spokesperson spokeswoman sported sports stand standings stands starmer start
    started starting starts state stated statement states statistics stats stay stayed stays still stoltenberg
    stood strong strongest stuck such sum summary summit sums sunak sunday survey sánchez table tables
    take taken takes tell tells term terms that their them themselves there thereby therefore these think
    thinks third this those thought through throughout thursday thus time times tiny today together told
    too took top total touch toward towards transatlantic treasury trio trudeau true trump tuesday turn
    turned turns tusk ukraine ukrainian until upon upper us value vast versus very via wallet war way weak
    wealthier wealthiest wealthy wednesday week weight well went western what when where whereby wherever
    which whisker who whole whom whose why wide within women worse worst writes written wrote yardstick
    year years yes yet
    """
)
