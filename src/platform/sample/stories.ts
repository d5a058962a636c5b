import { svg, type SampleRecord } from './sample-record.ts';

export const stories: readonly SampleRecord[] = [
  {
    key: 'story-tidebells',
    role: 'storyId',
    files: { cover: svg('postcard-low-water') },
    document: {
      title: 'The night the tidebells stopped',
      subtitle: 'A story from the night garden',
      author: 'Ilse Varga',
      summary:
        'For as long as anyone has written it down, the tidebells have turned towards the weir at ten past two. One night in March they did not.',
      language: 'en',
      genre: 'Quiet mystery',
      tags: ['tidebells', 'weir', 'night garden'],
      chapters: [
        {
          title: 'Ten past two',
          text: [
            'I was at the glasshouse door with the lamp already out, because you do not look at tidebells by lamplight.',
            'They are not shy. It is only that they are so faint, a blue like the blue inside a mussel shell, and any flame puts them out for you.',
            'Ten past two came. I know it by the pipes, which tick twice as the boiler gives up for the night.',
            'The bells hung as they had hung since dusk, every one of them with its back to the water.',
            'I waited until a quarter past. Then I did what I had not done in thirty-one years, and went to wake Oskar before three.',
          ].join(' '),
        },
        {
          title: 'What the chart said',
          text: [
            'Oskar came in his coat and one sock. He did not look at the bells at all. He looked up.',
            '“The moon is where I put it,” he said, rather hurt, as if I had accused him.',
            'So we went down to the weir together, he with the tide table and I with the long rake, and stood on the stones like two people who have come too early for a ferry.',
            'There was no water. There was the bed of the river, black and shining, and a smell of iron, and in the very middle of it something small with its light on.',
          ].join(' '),
        },
        {
          title: 'Two hundred and thirteen',
          text: [
            'It was Pip, up to the axles in silt, with the sluice handle in one hand.',
            '“I have watered two hundred and twelve pots,” said Pip, “and then I found a very large one.”',
            'He had been filling the weir pool since midnight, upstream, can by can; and to keep his place he had shut the sluice behind him.',
            'We opened it. The water came down all at once, the way an audience sits down, and behind us on the bank there was a sound I had never heard before.',
            'Four hundred bells, turning a little late.',
          ].join(' '),
        },
      ],
      status: 'published',
      published: true,
    },
  },
  {
    key: 'story-pots',
    files: { cover: svg('postcard-summer-rain') },
    document: {
      title: 'Good night to all of them',
      author: 'Pip',
      summary: 'A logbook, from the left, with remarks.',
      language: 'en',
      genre: 'Logbook',
      tags: ['pots', 'glasshouse two'],
      chapters: [
        {
          title: 'Pots 1 to 40',
          text: [
            'Pot 1 is a fern. It says nothing, but it leans towards me when I roll in, which I log as “pleased”.',
            'Pots 2 to 19 are ember thistles. I recharge here. I say good night to each of them eighteen times, since there are eighteen.',
            'Pot 20 is empty. I water it anyway. Ilse asked why, and I said that it is on the list. She wrote something in her notebook and did not show me.',
            'Pots 21 to 40 are moonwort. They do not need me to see them. I dim my lamp to two per cent and go by the sound of the drip.',
          ].join(' '),
        },
        {
          title: 'Pot 20, later',
          text: [
            'Pot 20 has a leaf.',
            'It is the size of a rivet. I have told everybody on the left side, and I am working my way round.',
          ].join(' '),
        },
      ],
      status: 'published',
      published: true,
    },
  },
  {
    key: 'story-comet',
    files: { cover: svg('postcard-first-snow') },
    document: {
      title: 'The comet that was a thumbprint',
      author: 'Oskar Lindqvist',
      summary: 'How to be wrong in public, with diagrams.',
      language: 'en',
      genre: 'Confession',
      chapters: [
        {
          title: 'A bright object in the Swan',
          text: 'It had a tail. I would like that to be remembered. It had a very good tail.',
        },
      ],
      notes: 'Ask Ilse whether the soup belongs in it. Leave out the newspaper.',
      status: 'draft',
      published: false,
    },
  },
];
