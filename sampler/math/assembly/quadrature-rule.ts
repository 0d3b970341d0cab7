// The rule of Gauss and Kronrod with 21 nodes: the integral over an interval and QUADPACK's estimate of its error
// (R. Piessens et al., QUADPACK, 1983).
import { item, put } from './ode-frame';
import { NODES, quadrature_values } from './quadrature-frame';

export function quadrature_node(k: i32): f64 {
  switch (k) {
    case 0: return 0.9956571630258081;
    case 1: return 0.9739065285171717;
    case 2: return 0.9301574913557082;
    case 3: return 0.8650633666889845;
    case 4: return 0.7808177265864169;
    case 5: return 0.6794095682990244;
    case 6: return 0.5627571346686047;
    case 7: return 0.4333953941292472;
    case 8: return 0.2943928627014602;
    case 9: return 0.14887433898163122;
    default: return 0;
  }
}

function quadrature_kronrod(k: i32): f64 {
  switch (k) {
    case 0: return 0.011694638867371874;
    case 1: return 0.032558162307964725;
    case 2: return 0.054755896574351995;
    case 3: return 0.07503967481091996;
    case 4: return 0.0931254545836976;
    case 5: return 0.10938715880229764;
    case 6: return 0.12349197626206584;
    case 7: return 0.13470921731147334;
    case 8: return 0.14277593857706009;
    case 9: return 0.1477391049013385;
    default: return 0.1494455540029169;
  }
}

/** 0 for the nodes that the Gauss rule of order 10 does not have. */
function quadrature_gauss(k: i32): f64 {
  switch (k) {
    case 1: return 0.06667134430868814;
    case 3: return 0.1494513491505806;
    case 5: return 0.21908636251598204;
    case 7: return 0.26926671930999635;
    case 9: return 0.29552422471475287;
    default: return 0;
  }
}

// @ts-ignore: decorator
@inline export function quadrature_mirrored(k: i32): i32 { return k <= 10 ? k : 20 - k; }

/** The integral over an interval from its values. */
export function quadrature_close(work: usize, p: usize, half: f64, columns: i32): void {
  for (let c = 0; c < columns; c++) {
    let k: f64 = 0, g: f64 = 0, absolute: f64 = 0, around: f64 = 0;
    for (let at = 0; at < NODES; at++) {
      const v = item(quadrature_values(work, at), c), i = quadrature_mirrored(at);
      k += quadrature_kronrod(i) * v;
      g += quadrature_gauss(i) * v;
      absolute += quadrature_kronrod(i) * abs(v);
    }
    for (let at = 0; at < NODES; at++) around += quadrature_kronrod(quadrature_mirrored(at)) * abs(item(quadrature_values(work, at), c) - 0.5 * k);
    let error = abs(k - g) * half;
    around *= half;
    if (around != 0 && error != 0) {
      const ratio = 200 * error / around;
      error = around * min(1.0, ratio * sqrt(ratio));
    }
    put(p, 2 + 3 * c, k * half);
    put(p, 3 + 3 * c, error);
    put(p, 4 + 3 * c, absolute * half);
  }
}
