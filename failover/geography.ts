import type { GeoLocation } from "./topology";

/**
 * Continent codes to the countries that Route 53 counts to them (Developer Guide, "Values specific
 * for geolocation records", Location).
 */
const countriesByContinent: Record<string, string> = {
  AF: "AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RE RW SC SD SH SL SN SO SS ST SZ TD TG TN TZ UG YT ZA ZM ZW",
  AN: "AQ GS TF",
  AS: "AE AF AM AZ BD BH BN BT CC CN GE HK ID IL IN IO IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MO MV MY NP OM PH PK PS QA SA SG SY TH TJ TM TR TW UZ VN YE",
  EU: "AD AL AT AX BA BE BG BY CH CY CZ DE DK EE ES FI FO FR GB GG GI GR HR HU IE IM IS IT JE LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SJ SK SM UA VA XK",
  NA: "AG AI AW BB BL BM BQ BS BZ CA CR CU CW DM DO GD GL GP GT HN HT JM KN KY LC MF MQ MS MX NI PA PM PR SV SX TC TT US VC VG VI",
  OC: "AS AU CK FJ FM GU KI MH MP NC NF NR NU NZ PF PG PN PW SB TK TL TO TV UM VU WF WS",
  SA: "AR BO BR CL CO EC FK GF GY PE PY SR UY VE",
};

const continentByCountry = new Map(
  Object.entries(countriesByContinent).flatMap(([continent, countries]) =>
    countries.split(" ").map((country) => [country, continent] as const),
  ),
);

/** Whether the location is one that Route 53 has. */
export function isKnownLocation(location: GeoLocation): boolean {
  switch (location.kind) {
    case "default":
      return true;
    case "continent":
      return location.continent in countriesByContinent;
    case "country":
    case "subdivision":
      return continentByCountry.has(location.country);
  }
}

/** Somewhere that clients can be: the keys of the locations that cover it, smallest first. */
export type Place = readonly string[];

/**
 * Every place that records for `locations` can tell apart. The last one is where Route 53 cannot tell
 * the place; without locations it is the only one.
 */
export function placesFor(locations: readonly GeoLocation[]): Place[] {
  const places = new Map<string, Place>();
  const add = (place: GeoLocation) =>
    places.set(locationKey(place), covering(place).map(locationKey));
  if (locations.length === 0) {
    add({ kind: "default" });
    return [...places.values()];
  }
  for (const location of locations) {
    add(location);
    if (location.kind === "subdivision") {
      // Some addresses are known to be in the country and not where in it.
      add({ kind: "country", country: location.country });
    }
  }
  for (const continent of Object.keys(countriesByContinent)) {
    add({ kind: "continent", continent });
  }
  add({ kind: "default" });
  return [...places.values()];
}

export function locationKey(location: GeoLocation): string {
  switch (location.kind) {
    case "default":
      return "*";
    case "continent":
      return `continent ${location.continent}`;
    case "country":
      return `country ${location.country}`;
    case "subdivision":
      return `country ${location.country} ${location.subdivision}`;
  }
}

function covering(place: GeoLocation): GeoLocation[] {
  switch (place.kind) {
    case "default":
      return [place];
    case "continent":
      return [place, ...covering({ kind: "default" })];
    case "country": {
      const continent = continentByCountry.get(place.country) ?? "";
      return [place, ...covering({ kind: "continent", continent })];
    }
    case "subdivision":
      return [place, ...covering({ kind: "country", country: place.country })];
  }
}
