import { argon2Verify } from 'hash-wasm'

/** Is this the PIN whose argon2id hash (PHC text) that is? False for a text that is no such hash. */
export async function isPinOf(pinHash: string, pin: string): Promise<boolean> {
  try {
    return await argon2Verify({ password: pin, hash: pinHash })
  } catch {
    return false
  }
}
