import { FormRoot, type FormRootProps } from "./form-root";
import { formWords } from "./form-words";

export type ActionFormProps = Omit<FormRootProps, "words" | "formKey"> & {
  formKey?: string | undefined;
};

/**
 * A form for a server action that answers with FormState. Fields inside find their error and what was typed by their
 * name. Without JavaScript the page comes back filled in; with it nothing reloads and a second press does nothing.
 */
export async function ActionForm({ formKey, children, ...rest }: ActionFormProps) {
  return (
    <FormRoot words={await formWords()} formKey={formKey ?? crypto.randomUUID()} {...rest}>
      {children}
    </FormRoot>
  );
}
