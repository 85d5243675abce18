// The till's and HQ's crypto modules are two files of the same content by design; tests of the journal use the till's.
export { aead, hkdf, hmacSha256, makeSigningPair, randomBytes, sha256, signer, verify, x25519 } from '../../src/till/crypto.ts'
