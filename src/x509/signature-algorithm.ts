import { CertkeepError } from '../problem/certkeep-error.ts'
import { dottedIdentifier } from '../der/object-identifier.ts'
import { hasNoParameters, hasNullParameters, type AlgorithmIdentifier } from './algorithm-identifier.ts'
import type { HashName } from './hash-algorithms.ts'
import { readPssParameters, type PssParameters } from './pss-parameters.ts'
import { SIGNATURE_ALGORITHMS, type SignatureAlgorithmRow, type SignatureFamily } from './signature-algorithms.ts'

/** An AlgorithmIdentifier of a signature (RFC 5280 section 4.1.1.2), with what the table of algorithms knows of it. */
export interface SignatureAlgorithm {
  readonly oid: string
  /** As in the RFCs, such as `ecdsa-with-SHA256`; the object identifier where the algorithm is not recognised. */
  readonly name: string
  /** Absent where the algorithm is not recognised. */
  readonly family: SignatureFamily | undefined
  readonly hash: HashName | undefined
  /** RSASSA-PSS only. */
  readonly pss: PssParameters | undefined
  /** `refused`: MD2, MD5, SHA-1, DSA, unsigned and pre-hash forms, whatever the key. */
  readonly acceptance: 'accepted' | 'refused' | 'unknown'
}

/**
 * Resolves the AlgorithmIdentifier of a signature.
 *
 * @throws CertkeepError `ERR_X509_ALGORITHM_PARAMETERS` if a recognised algorithm has parameters that it must not have
 */
export function resolveSignatureAlgorithm(identifier: AlgorithmIdentifier, structure: string): SignatureAlgorithm {
  const row = SIGNATURE_ALGORITHMS.find(identifier.bytes, identifier.oidStart, identifier.oidEnd)
  if (row === undefined) {
    const oid = dottedIdentifier(identifier.bytes, identifier.oidStart, identifier.oidEnd)
    return { oid, name: oid, family: undefined, hash: undefined, pss: undefined, acceptance: 'unknown' }
  }
  assertParameters(row, identifier, structure)
  const pss = row.parameters === 'pss' ? readPssParameters(identifier, structure) : undefined
  return {
    oid: row.oid,
    name: row.name,
    family: row.family,
    hash: pss === undefined ? row.hash : pss.hash,
    pss,
    acceptance: row.acceptance,
  }
}

function assertParameters(row: SignatureAlgorithmRow, identifier: AlgorithmIdentifier, structure: string): void {
  if (!hasParameters(row.parameters, identifier))
    throw algorithmParametersError(row.name, identifier.parametersStart, structure)
}

function hasParameters(demanded: SignatureAlgorithmRow['parameters'], identifier: AlgorithmIdentifier): boolean {
  switch (demanded) {
    case 'null':
      return hasNoParameters(identifier) || hasNullParameters(identifier)
    case 'absent':
      return hasNoParameters(identifier)
    case 'pss':
      return !hasNoParameters(identifier)
    case 'any':
      return true
  }
}

/** The error for an algorithm whose parameters are not those that its RFC demands. */
export function algorithmParametersError(algorithm: string, offset: number, structure: string): CertkeepError {
  return new CertkeepError(
    'ERR_X509_ALGORITHM_PARAMETERS',
    `${structure}: wrong parameters for ${algorithm} at offset ${String(offset)}`,
    {
      detail: { structure, offset, algorithm },
    },
  )
}
