import { join } from 'node:path'
import type { DeskWorld } from '../desks.ts'
import type { EngineOptions } from '../engine-options.ts'
import { machineId } from '../first-epoch.ts'
import { createEpochKeeper, type EpochKeeper } from './epoch-keeper.ts'
import { createEpochMarker } from './marker.ts'

/** The keeper of this till's epochs, with its note outside the data folder where there is a place for one. */
export function makeEpochKeeper({ status: { ledger, identity }, options, stamp }: Pick<DeskWorld, 'status' | 'options' | 'stamp'>, machine: Pick<EngineOptions, 'markerDir' | 'machineId'>): EpochKeeper {
  const { markerDir } = machine
  return createEpochKeeper({
    ...{ ledger, log: options.log, stamp },
    marker: markerDir === null || markerDir === undefined ? null : createEpochMarker(join(markerDir, `${identity.tillId}.epoch`)),
    machineId: machine.machineId ?? machineId(),
    nextId: () => options.ids.next(),
  })
}
