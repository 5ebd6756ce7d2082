import { loadConfiguration } from '/work/wt/light/src/terraform/configuration.ts';
import type { Value } from '/work/wt/light/src/terraform/value.ts';
const [root,...mods]=process.argv.slice(2);
const modules=new Map(mods.filter(m=>m.includes('=')).map(m=>[m.slice(0,m.lastIndexOf('=')),m.slice(m.lastIndexOf('=')+1)] as const));
const c=loadConfiguration({root:root!,rootModule:'.',modules});
function plain(v:Value|undefined,d=0):string{ if(!v)return '-'; switch(v.kind){case 'string':return JSON.stringify(v.value);case 'number':case 'bool':return String(v.value);case 'null':return 'null';case 'unknown':return '<'+(v.parts?v.parts.map(p=>typeof p==='string'?p:plain(p)).join(''):v.ref?[v.ref.address,...v.ref.path].join('.'):v.oneOf?v.oneOf.map(x=>plain(x,d+1)).join('|'):v.reason??'?')+'>';case 'list':case 'set':case 'tuple':return '['+v.elements.map(e=>plain(e,d+1)).join(', ')+']';default: return d>6?'{…}':'{'+[...v.entries].map(([k,e])=>k+': '+plain(e,d+1)).join(', ')+'}';}}
function body(b:any,ind:string):string{let s='';for(const n of [...b.names()].sort()){const a=b.attribute(n);if(a&&a.kind!=='null')s+=ind+n+' = '+plain(a).slice(0,400)+'\n';else if(!a)for(const k of b.blocks(n))s+=ind+n+(k.maybe?'?':'')+'\n'+body(k,ind+'  ');}return s;}
for(const r of c.resources){console.log((r.maybe?'? ':'')+r.address);if(process.env.FULL)process.stdout.write(body(r,'    '));}
c.evaluateAll();for(const d of c.diagnostics)console.log('DIAG',d.severity,d.code,d.summary,d.detail.slice(0,200),d.source?.file,d.source?.startLine);
for(const [k,o] of c.outputs)console.log('OUT',k,plain(o.value));
