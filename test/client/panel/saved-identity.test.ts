import { describe, expect, it } from 'vitest';
import { savedFields } from '../../../client/panel/saved-identity.ts';

describe('the identity in a saved state', () => {
  it('has its fields', () => {
    expect(savedFields({ identity: { version: 2, uri: 'file:///m.bayes' }, tab: 1 }, 2)?.uri).toBe(
      'file:///m.bayes',
    );
  });

  it.each([
    ['of another version', { identity: { version: 1, uri: 'file:///m.bayes' } }],
    ['without an identity', { tab: 1 }],
    ['with null for it', { identity: null }],
    ['of a page that saved nothing', undefined],
    ['that is no object', 'identity'],
  ])('is null in a state %s', (_, state) => {
    expect(savedFields(state, 2)).toBeNull();
  });
});
