// Package markup is a pull scanner of XML as spreadsheets use it: start and end
// tags, attributes, texts, CDATA, entities and character references, prefixes
// (which it strips). It allocates nothing in the steady state, holds one token
// at a time, checks that tags are balanced, and is total on any bytes.
// Document type declarations, and with them declared entities, are refused.
//
// May import: nothing
package markup
