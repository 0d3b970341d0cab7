export {
  type Interpretation,
  interpret,
  interpretGenerated,
  interpretTerms,
  interpretValue,
} from './interpret.ts';
