import * as certkeep from 'certkeep'
import * as convert from 'certkeep/convert'
import * as noble from 'certkeep/noble'
import { createNodeVerifier } from 'certkeep/node'
import * as roots from 'certkeep/roots'
import * as testing from 'certkeep/testing'
import { testNetwork } from '../parts/network.ts'
import { runSuite } from '../suite.ts'

// Node, Bun and Deno, which resolve the package by themselves.
const library = { certkeep, convert, noble, roots, testing, createNodeVerifier }
console.log(JSON.stringify(await runSuite(library, [testNetwork])))
