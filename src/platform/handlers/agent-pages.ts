import { UnknownCursor, type Page, type PageWish } from '../store/pages.ts';
import { invalid } from './refusals.ts';

/** How many there are on a page, unless the request says so. */
const usualSize = 25;

/** Of a request, which is asked again for the next page but for its cursor. */
const addressOf = (publicUrl: string, { url }: Request, cursor: string | undefined) => {
  if (cursor === undefined) return null;
  const { pathname, searchParams } = new URL(url);
  searchParams.set('cursor', cursor);
  return `${publicUrl}${pathname}?${searchParams.toString()}`;
};

/**
 * Answers a page of a list, with the absolute addresses of its neighbours.
 *
 * @throws {HttpError} 400 for a cursor that no page has given
 */
export const answerPage = async <T>(
  publicUrl: string,
  request: Request,
  { size = usualSize, cursor }: { size?: number | undefined; cursor?: string | undefined },
  list: (wish: PageWish) => Promise<Page<T>>,
  item: (row: T) => unknown,
): Promise<string> => {
  let page: Page<T>;
  try {
    page = await list({ size, cursor });
  } catch (error) {
    if (error instanceof UnknownCursor) throw invalid('"cursor" is not one of this list.');
    throw error;
  }
  return JSON.stringify({
    data: page.rows.map(item),
    next_page: addressOf(publicUrl, request, page.next),
    prev_page: addressOf(publicUrl, request, page.previous),
  });
};
