import { minorDigits } from "@/lib/core/money";
import type { PublicProfile } from "@/lib/directory/read";

/** What search engines read (schema.org): the person, the papers that hold, and the lessons with their prices. */
export function structuredData(person: PublicProfile, site: string, jobTitle: string): object {
  const url = `${site}/p/${person.slug}`;
  const valid = person.credentials.filter((one) => one.state === "checked");
  return {
    "@context": "https://schema.org",
    "@type": "Person",
    "@id": url,
    url,
    name: person.name,
    ...(person.letters && { honorificSuffix: person.letters }),
    jobTitle,
    ...(person.headline && { description: person.headline }),
    knowsLanguage: person.languages,
    ...(person.area && {
      workLocation: {
        "@type": "Place",
        address: {
          "@type": "PostalAddress",
          addressLocality: person.area,
          ...(person.postcode && { postalCode: person.postcode }),
          addressCountry: person.country,
        },
      },
    }),
    hasCredential: valid.map((one) => ({
      "@type": "EducationalOccupationalCredential",
      name: one.title,
      recognizedBy: { "@type": "Organization", name: one.issuer },
      ...(one.expiresOn && { expires: one.expiresOn }),
    })),
    // What nobody new may have is no offer to the world.
    makesOffer: (person.accepting ? person.services : []).map((service) => ({
      "@type": "Offer",
      url: `${url}/book/${service.serviceId}`,
      price: priceText(service.price),
      priceCurrency: service.price.currency,
      itemOffered: {
        "@type": "Service",
        name: service.name,
        ...(service.description && { description: service.description }),
      },
    })),
  };
}

/** A point and the currency's own number of digits, as schema.org wants prices: 6200 pence are "62.00". */
function priceText({ minor, currency }: { minor: number; currency: string }): string {
  const digits = minorDigits(currency);
  const text = String(minor).padStart(digits + 1, "0");
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
