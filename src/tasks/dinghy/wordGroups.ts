/** Per unit (a stem, or two with a blank between) the name of its group, of groups as they ship: name → units, joined with commas. */
export function namesOfGroups(groups: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(groups).flatMap(([name, units]) =>
      units.split(',').map((unit): [string, string] => [unit, name]),
    ),
  );
}
