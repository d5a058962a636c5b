import { HttpError } from '../../http/problem.ts';
import { insertNft, listNfts, mintEditions, updateNft } from '../store/nfts.ts';
import { deleteRecord, findRecord, type Fields } from '../store/records.ts';
import { transact, type Store } from '../store/store.ts';
import type { Handlers } from './handler.ts';
import { invalid, notFound, success } from './refusals.ts';
import type { Services } from './services.ts';

/** Characters that all editions of one minting may have together: each is a record of its own. */
const mostMinted = 16 * 1024 * 1024;

const checkMinting = (fields: Fields, count: number): void => {
  if (fields['nftKind'] !== 'edition') {
    throw invalid('"mintCount" is for NFTs whose "nftKind" is "edition".');
  }
  if (JSON.stringify(fields).length * count > mostMinted) {
    throw new HttpError(413, 'too_large', `The record is too large to be minted ${count} times.`);
  }
};

const checkMaster = async (store: Store, workspace: string, fields: Fields): Promise<void> => {
  const { master } = fields;
  if (typeof master === 'string' && !(await findRecord(store, 'nfts', workspace, master))) {
    throw invalid(`"master" names no NFT of this workspace: ${master}.`);
  }
};

export const nftHandlers = ({ store }: Services): Handlers['nfts'] => ({
  listPublic: ({ workspace }) => listNfts(store, workspace, { public: true }),

  list: ({ workspace, query }) => listNfts(store, workspace, query),

  create: ({ workspace, body }) => {
    const { mintCount, ...fields } = body;
    if (mintCount !== undefined) checkMinting(fields, mintCount);
    return transact(store, async (inner) => {
      await checkMaster(inner, workspace, fields);
      const nft = { public: false, ...fields };
      return mintCount === undefined
        ? insertNft(inner, workspace, nft)
        : mintEditions(inner, workspace, nft, mintCount);
    });
  },

  update: ({ workspace, params, body }) =>
    transact(store, async (inner) => {
      const nft = await updateNft(inner, workspace, params.id, body);
      if (!nft) throw notFound('NFT');
      await checkMaster(inner, workspace, body);
      return JSON.stringify(nft);
    }),

  delete: async ({ workspace, params }) => {
    const found = await transact(store, (inner) =>
      deleteRecord(inner, 'nfts', workspace, params.id),
    );
    if (!found) throw notFound('NFT');
    return success;
  },
});
