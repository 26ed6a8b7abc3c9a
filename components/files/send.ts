/** What a picker of files offers; what a file is, the server finds out by itself. */
export const FILE_TYPES = "application/pdf,image/png,image/jpeg";

/** Sends a form and says how far it is, in per cent; status 0 where the line broke. */
export const sendForm = (to: string, data: FormData, progress: (percent: number) => void) =>
  new Promise<{ status: number; text: string }>((done) => {
    const request = new XMLHttpRequest();
    request.open("POST", to);
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) =>
      progress(total > 0 ? Math.floor((loaded / total) * 100) : 0);
    request.onload = () => done({ status: request.status, text: request.responseText });
    request.onerror = () => done({ status: 0, text: "" });
    request.send(data);
  });

/** The sentence of a refusal, problem+json. */
export function refusalText(text: string, otherwise: string): string {
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem !== "object" || problem === null) return otherwise;
    const fields = "fields" in problem ? Object.values(problem.fields ?? {}).flat() : [];
    const detail = "detail" in problem ? problem.detail : undefined;
    return String(fields[0] ?? detail ?? otherwise);
  } catch {
    return otherwise;
  }
}
