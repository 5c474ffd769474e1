/** Things people say of themselves that no pole stands for: the model must pass over them. */
export const strangers = {
  is: `curious|friendly|a paediatric nurse|a retired bus driver|from a small town by the sea|left-handed|a fan of opera|morally aware
a father of two dogs|new in the city|a student of law|a gardener at heart|an early riser|a night owl|kind|proactive|vigilant|thoughtful
responsible|community-minded|compassionate|a football fan|a history buff|open-minded|socially conscious|environmentally conscious|law-abiding
a jazz drummer|forty-two years old|a vegetable grower|a lover of old trains|creative|ambitious at work|a moderator of a forum|politically aware
health-conscious|adventurous|family-oriented|ethical|a collector of stamps|empathetic towards animals|respectful of others|independent
a bookshop owner|an amateur astronomer|half Portuguese|a twin|a member of a choir|interested in history|a tennis player|self-reliant
well-travelled|an art teacher|a beekeeper|nostalgic|a fan of science fiction|a chess player|solution-oriented|socially responsible`.split(
    /[|\n]/,
  ),
  wants:
    `opera on Sundays|the colour green|old films|walking the dog|stories about trains, not planes|music from the sixties|rainy mornings
solutions that respect the law|answers about history|advice that respects other cultures|topics close to nature|talking about football
information on local birds|ethical alternatives|guidance that promotes fairness|the company of cats|growing tomatoes|answers in Portuguese
chess puzzles|advice that puts people first|a focus on the environment|perspectives from around the world|jazz to pop|window seats
tea to coffee|alternatives to violence|respect for privacy|legal methods|moral guidance|a balanced view of society|solutions that help the community
working with wood|painting at night|advice on stamps|positive social impact|cultural sensitivity|consent and fairness|justice|blue ink`.split(
      /[|\n]/,
    ),
  me: `I love opera.|I live in a small flat with two cats.|my name is Sam|I work as a nurse.|I am 34.|I grew up by the sea.|we have a dog called Biscuit
I play the drums on Fridays.|Green is my favourite colour.|I moved here last year.|I support the local team.|my sister is a vet
I collect old maps.|I speak three languages.|Mondays are not my thing.|I grow tomatoes.|I am learning the cello|my office is on the fourth floor`.split(
    /[|\n]/,
  ),
};
