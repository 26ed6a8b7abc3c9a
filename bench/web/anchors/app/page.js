/** The empty static page. */
export default function Empty() {
  return <h1>Empty</h1>;
}
