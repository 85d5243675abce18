/** Triggers that later migrations put on their tables; 0010 has its own, as shipped. */

/** Nothing joins an event after its journal row. */
export function sealedOnceJournaled(table: string, key: string): string {
  return `
CREATE TRIGGER ${table}_sealed BEFORE INSERT ON ${table}
WHEN EXISTS (SELECT 1 FROM journal WHERE event_id = NEW.${key})
BEGIN SELECT RAISE(ABORT, '${table}: its event is already in the journal'); END;`
}

/** Neither UPDATE nor DELETE, nor REPLACE (which fires the delete trigger because recursive_triggers is on). */
export function writtenOnce(table: string): string {
  return `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table}: rows are never changed'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
BEGIN SELECT RAISE(ABORT, '${table}: rows are never deleted'); END;`
}
