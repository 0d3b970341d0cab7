export {
  interpret,
  interpretGenerated,
  interpretTerms,
  interpretValue,
} from './interpret.ts';
