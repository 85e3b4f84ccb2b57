import * as certkeep from 'certkeep'
import * as convert from 'certkeep/convert'
import * as noble from 'certkeep/noble'
import { createNodeVerifier } from 'certkeep/node'
import * as roots from 'certkeep/roots'
import * as testing from 'certkeep/testing'
import { runSuite } from '../suite.ts'

// Node, Bun and Deno, which resolve the package by themselves.
console.log(JSON.stringify(await runSuite({ certkeep, convert, noble, roots, testing, createNodeVerifier })))
