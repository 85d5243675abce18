/** Why nothing can be written where a copy should go. */
export type FolderTrouble = 'not_there' | 'full' | 'read_only' | 'failed'

export function folderTroubleOf(cause: unknown): FolderTrouble {
  switch ((cause as NodeJS.ErrnoException | null)?.code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENODEV':
    case 'ENXIO':
      return 'not_there'
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'full'
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return 'read_only'
    default:
      return 'failed'
  }
}
