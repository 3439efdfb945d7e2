/** Where a person is. */
export interface Place {
  page: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
}
