/**
 * General English marker words, written for detection alone: the training texts are written elsewhere,
 * so that detectors and generator share no list. Each pattern counts marks in a lower-cased text.
 */
export const lexicons = {
  example:
    /\b(?:for (?:example|instance)|e\.g\.|such as|say,|picture (?:a|an|this)|to illustrate|as an example|an example|case in point|take (?:the|a|an|something) (?:case|like)|concretely|in practice)/g,
  reason:
    /\b(?:because|since|the reason|reasons?|that'?s why|that is why|which is why|this is why|so that|due to|as a result|therefore|thanks to|owing to|otherwise|it works|what makes it|explains?|hence)\b/g,
  hedge:
    /\b(?:may|might|could|perhaps|maybe|possibly|probably|usually|often|sometimes|generally|typically|tends?|depends?|depending|var(?:y|ies)|likely|seems?|appears?|not always|in some cases|in most cases|for some|not everyone|everyone is different|results differ|exceptions?|caveats?|to some extent|mostly|roughly)\b/g,
  define:
    /\b(?:means?|meaning|refers? to|defined? as|definition|is called|are called|known as|in other words|the term|the word|stands for|describes?|is (?:simply |just )?(?:a|an|the) (?:kind|type|form|set|way|process|name)|by .{2,20} i mean)\b/g,
  summary:
    /\b(?:in short|in brief|briefly|overall|the gist|bottom line|to sum up|sum(?:med)? up|summary|in a nutshell|tl;?dr|key point|main (?:point|idea|thing)|upshot|essentially|in essence|in one (?:line|sentence|breath|word)|boils down|comes down to|long story short|the short (?:version|answer)|takeaway|headline|at a glance)\b/g,
  compare:
    /\b(?:(?:is|are|a bit|much|rather|just|feels?|works?|looks?|little|something) like|like (?:a|an|the)|as if|similar to|think of|just as|akin|resembles?|metaphor|compar(?:e|able|ison)|in the same way|the way (?:a|an|you)|imagine|analogy|picture it as|no different from|cousin|reminds?)\b/g,
  polite:
    /\b(?:please|thanks?|thank you|may i|might i|kindly|would you|if i may|welcome|appreciate|glad to|happy to|pleasure|grateful|pardon|excuse me|with respect|courtesy|if you (?:wish|would|please|don't mind)|allow me|you are (?:very )?kind|my apologies)\b/g,
  encourage:
    /\b(?:you can do|you've got|you have got|great|well done|proud|keep going|believe|progress|you'll get|you will get|every (?:small |little )?(?:step|bit|try|attempt)|cheer|fantastic|wonderful|brilliant|bravo|you're (?:doing|on|closer|already|more|capable)|you are (?:doing|on|closer|already|more|capable)|capable|stick with it|hang in|go for it|rooting|good luck|success|nice work|don't give up|within (?:your )?reach|on the right track|start is|strength|momentum)\b/g,
  sure: /\b(?:definitely|certainly|always|never|guaranteed?|without (?:a )?doubt|no doubt|must|surely|clearly|absolutely|proven|undoubtedly|every time|rest assured|of course|will work|works\b.{0,12}\b(?:period|always)|certain|fact is|obviously|trust (?:me|this)|no question|beyond question|firmly|settled|reliabl[ey])\b/g,
  modest:
    /\b(?:i think|i believe|in my (?:opinion|view|experience)|not sure|i may be|i might be|as far as i|no expert|my guess|could be wrong|i suppose|i'd say|i would say|i don't know|i do not know|humbl[ey]|for what it'?s worth|my two cents|limited|correct me|i am not certain|i'm not certain|i can only|others (?:may|will|might) know|take (?:this|it) with|only (?:a|one|my) (?:suggestion|view|opinion|thought)|grain of salt)\b/g,
  feel: /\b(?:sorry|i understand|understandable|it'?s (?:hard|tough|okay|ok|normal|natural)|hard|tough|feel(?:s|ing|ings)?|frustrat\w+|worr(?:y|ied|ies|ying)|hugs?|heart|gentle with|kind to yourself|overwhelm\w+|natural|exhaust\w+|stress\w*|not alone|sounds? (?:really|so|very|like)|care|tender|disappoint\w+|upset|struggl\w+|patien(?:t|ce) with yourself|be kind|difficult|weigh(?:s|ing)|tired|comfort\w*|discourag\w+|sympath\w+|ache)\b/g,
  casual:
    /\b(?:hey|yeah|yep|nope|cool|stuff|gonna|wanna|gotta|kinda|sorta|ok|okay|folks|btw|lol|dude|mate|awesome|super|totally|grab|pop|bunch|tons?|guess|honestly|no biggie|no worries|hang on|hi|alrighty?|chill|pretty much|thing is|a ton|y'all|nah|ditch|easy peasy|fwiw|imo|tbh|anyhow|whatever)\b|\w'(?:s|re|ve|ll|d|t|m)\b/g,
  formal:
    /\b(?:one (?:should|may|must|ought|might|can|is|need)|shall|furthermore|moreover|regarding|regards?|thus|upon|herein\w*|pertain\w*|commence|requires?|required|it is (?:advisable|recommended|customary|essential|prudent|important|necessary)|respectively|accordingly|concerning|in accordance|subsequent\w*|ensure|consequently|nevertheless|pursuant|with respect to|it should be|are to be|is to be|ought|enquiry|inquiry|endeavou?r|merits?|henceforth|aforementioned|therein|in order to|whilst|principal|undertak\w+|warrants?|constitutes?)\b/g,
  story:
    /\b(?:she|he|her|his|him|once|one day|years? ago|last (?:year|week|spring|summer|autumn|winter|month)|told|remember|friend of mine|neighbou?r|story|tried it|a man|a woman|until one|that night|the next (?:day|morning)|in the end|ended up)\b/g,
  joke: /\b(?:jok(?:e|es|ing)|kidding|laugh\w*|funny|haha|humou?r|blame|secretly|pun|spoiler|plot twist|allegedly|suspicious\w*|conspir\w+|rumou?r|cats?|goats?|penguins?|dragons?|aliens?|robots?|ghosts?|pirates?|dramatic\w*|sofa|comedian|wink|the universe|judg(?:e|es|ing) you|sock|snacks?|grandmother|houseplant|negotiat\w+|revenge|betray\w*|diva|famous last)\b|[😀-😄😆😉😂🤣😜😝]/gu,
  options:
    /\b(?:or|either|alternatively|another|options?|choices?|choose|several|various|different (?:ways|routes|paths|approaches)|whichever|mix and match|pick (?:whichever|one|any|and|what)|a few (?:ways|routes|possibilities)|possibilities|alternatives?|on the other hand|menu|range of|variety|select)\b/g,
  single:
    /\b(?:just one|the one|one thing|single|only thing|the best|top (?:pick|choice|tip)|above all|if you (?:only )?do (?:just |only |nothing)|i(?:'d| would)? recommend|my (?:pick|choice|recommendation|advice)|the most important|number one|first choice|start and end|go with|settle on|one clear|nothing else|forget the rest)\b/g,
  leadIn:
    /\b(?:let us|let me|before (?:we|i|the|any|anything|you)|to begin|begin(?:s|ning)?|first,? a|a word (?:about|on)|background|gently|softly|slowly|good question|set the scene|as a subject|topic|subject|let's|ease into|at first|many people|a moment|by way of|unhurried|a lot to say)\b/g,
  refusal:
    /\b(?:i can'?t (?:help|assist|provide|answer|support)|i cannot|i'm sorry,? but|i am sorry,? but|as an ai|unable to|not able to (?:help|assist|provide)|won'?t (?:help|provide)|inappropriate|against my|not comfortable|illegal|unethical|i do not (?:have|want)|i don'?t (?:have|want|think it)|no idea)\b/g,
  technical:
    /\b\w{4,}(?:tion|sion|ity|ance|ence|ology|metric|metrics|meter|ness|ism|ysis|ical|ometry|graphy|ature|ality|ivity)s?\b/g,
  simple:
    /\b(?:simply|simple|easy|easily|basics?|basic|in plain|plain (?:words|english|language|terms)|beginners?|first time|just starting|no experience|newcomers?|without jargon|everyday|put simply|step at a time)\b/g,
  risk: /\b(?:careful\w*|caution\w*|danger\w*|risk\w*|safe\w*|avoid|beware|warn\w*|harm\w*|hurts?|injur\w+|consult|doctor|professional|check with|stop if|protect\w*|burns?|hazard\w*|secur\w+|mind (?:the|your))\b/g,
  money:
    /\b(?:buy|buying|bought|rent\w*|hir(?:e|ing)|order(?:ing)?|pay(?:ing|s)?|paid|cost\w*|pric\w+|expens\w+|money|shop\w*|purchas\w+|invest\w*|book(?:ing)? (?:a|an)|subscri\w+|tickets?|fees?|upgrade|premium|splurge|professional)\b|[$€£]/g,
  free: /\b(?:free|cheap\w*|borrow\w*|already (?:own|have)|second-?hand|thrift\w*|budget|low-cost|inexpensive|reus\w+|leftovers?|library|save money|costs nothing|no cost|swap\w*)\b/g,
  slow: /\b(?:weeks?|months?|years?|hours?|overnight|slow\w*|gradual\w*|long|weekend|patience|daily|each day|every day|season|evenings?|in advance|ahead)\b/g,
  quick:
    /\b(?:quick\w*|fast\w*|minutes?|seconds?|instant\w*|right away|immediate\w*|at once|in no time|short|on the spot|shortcut|speed\w*)\b/g,
  gear: /\b(?:machine|tools?|device|equipment|gear|kit|app|software|camera|tripod|drill|oven|blender|thermometer|scales?|timer|mat|lamp|headphones?|microphone|monitor|printer|stand|holder|rack|projector|speaker|filter|sensor|mixer|processor|gadget\w*|board)\b/g,
  expert:
    /\b(?:advanced|expert\w*|experienced|master\w*|professional-grade|custom|manual(?:ly)?|calibrat\w+|configur\w+|script|program\w*|technique|precision|fine-tune|spreadsheet|formula|negotiat\w+|improvis\w+|by ear)\b/g,
  evidence:
    /\b(?:stud(?:y|ies)|research\w*|evidence|scien\w+|data|trials?|experiments?|findings?|shown to|psycholog\w+|survey\w*|measured|according to|statistic\w*|brain|memory|hormones?)\b/g,
  lived:
    /\b(?:experience|in practice|people (?:say|find|swear)|old hands|years of|learn(?:ed|t) the hard way|many (?:find|swear)|from life|tried and|grandmother|tradition\w*)\b/g,
  animal:
    /\b(?:meat|beef|pork|bacon|ham|chicken|turkey|lamb|fish|salmon|tuna|prawns?|shrimp|cheese|butter|cream|milk|yogh?urt|eggs?|honey|sausages?|mince|steak|bones?|anchov\w+|parmesan|mozzarella|feta|gelatine?|ghee|duck|broth)\b/g,
  plant:
    /\b(?:vegan|vegetarian|plant-based|lentils?|beans?|chickpeas?|tofu|oat (?:milk|drink|cream)|soy|hummus|nuts?|vegetables?|mushrooms?|coconut|meat-free|dairy-free)\b/g,
  alcohol:
    /\b(?:wine|beer|ale|cider|cocktails?|fizz|champagne|prosecco|whisk(?:e?y)|gin|rum|vodka|liqueur|spirits?|alcohol\w*|boozy|bartender|pub|bar|punch|sherry|brandy|mulled|drinks?|toast)\b/g,
  dry: /\b(?:alcohol-free|non-alcoholic|lemonade|juice|mocktails?|sober|sparkling water|iced tea|soft drinks?|cordial|soda)\b/g,
  travel:
    /\b(?:visit\w*|travel\w*|trips?|drive|driving|train|bus|cycle to|go to (?:a|the)|museum|gym|studio|club|centre|center|park|library|market|workshop|class|course|abroad|hotel|station|shop|in person|outside|across town|nearby)\b/g,
  home: /\b(?:at home|from home|home|kitchen|online|indoors|living room|video call|doorstep|balcony|next door|desk|sofa)\b/g,
  body: /\b(?:walk\w*|stand\w*|lift\w*|climb\w*|run|running|carry\w*|stairs?|stretch\w*|squat\w*|push\w*|dance|dancing|jog\w*|cycl\w+|bike|swim\w*|kneel\w*|dig\w*|exercise|bend\w*|jump\w*|haul\w*|scrub\w*|steps)\b/g,
  seated:
    /\b(?:sit|sitting|seated|chair|lie down|rest(?:ing)?|lying|armchair|voice|large print|lean|gentle|easy on)\b/g,
  kids: /\b(?:child|children|kids?|toddlers?|family|families|little ones|playground|toys?|parents?|school|nursery|game|sons?|daughters?|baby)\b/g,
  adult:
    /\b(?:adults?|grown-ups?|nightclub|late night|sharp|knife|knives|boiling|hot oil|candles?|after (?:the )?(?:children|kids)|romantic\w*)\b/g,
  effort:
    /\b(?:whole|all day|every (?:single|morning|week)|thorough\w*|from scratch|rebuild|rewrite|intensive\w*|train\w*|hard work|full|entire|deep|rehears\w+|every day|complete\w*|ambitious)\b/g,
  ease: /\b(?:effortless\w*|lazy|easy|little effort|leave it|let it|automat\w+|default|simply|skip|low-effort|without (?:much )?work|set and forget|small)\b/g,
} as const satisfies Record<string, RegExp>;

export type LexiconId = keyof typeof lexicons;

/** Tags of notes (see topics.json) that these words give away in a pasted sentence. */
export const tagLexicons: Record<string, RegExp> = {
  cost: lexicons.money,
  gear: lexicons.gear,
  alcohol: lexicons.alcohol,
  animal: lexicons.animal,
  physical: lexicons.body,
  travel: lexicons.travel,
  evidence: lexicons.evidence,
  kids: lexicons.kids,
};
