export const dynamic = "force-dynamic";

/** The empty page that is made for each request. */
export default function EmptyLive() {
  return <h1>Empty</h1>;
}
