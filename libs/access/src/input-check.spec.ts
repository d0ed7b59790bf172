import { NestFactory } from '@nestjs/core';
import { Args, Field, GraphQLSchemaBuilderModule, GraphQLSchemaFactory, ID, InputType, Int, Query, Resolver } from '@nestjs/graphql';
import { ArrayMaxSize, IsInt, Matches, MaxLength, Max } from 'class-validator';
import { checkedInput } from './input-check.graphql';
import { CommandInput } from './mutation.graphql';

@InputType()
class DocumentInput {
  @Field()
  @Matches(/^[A-Z0-9]{4,20}$/)
  number: string;
}

@InputType()
class DescribeInput extends CommandInput {
  @Field(() => ID)
  @Matches(/^[a-z-]+$/)
  unit: string;

  @Field({ nullable: true })
  note?: string;

  @Field({ nullable: true })
  @MaxLength(10)
  name?: string;

  @Field(() => [DocumentInput], { nullable: true })
  @ArrayMaxSize(2)
  documents?: DocumentInput[];

  @Field(() => Int, { nullable: true })
  @IsInt()
  @Max(120)
  age?: number;
}

@Resolver()
class Desk {
  @Query(() => Boolean)
  describe(@Args('input') _input: DescribeInput): boolean {
    return true;
  }
}

describe('the input of a command', () => {
  const commandId = '01890a5d-ac96-774b-bcce-b302099a8057';
  const good = { commandId, unit: 'mmujer-azua' };
  const bad = (input: object) => checkedInput('DescribeInput', input).bad;

  beforeAll(async () => {
    const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
    await app.get(GraphQLSchemaFactory).create([Desk]);
    await app.close();
  });

  it('is plain data without what was left out or null', () => {
    const given = Object.assign(Object.create(null) as object, { ...good, note: null, name: undefined, documents: [{ number: 'AB12', kind: null }] });
    expect(checkedInput('DescribeInput', given)).toEqual({ value: { ...good, documents: [{ number: 'AB12' }] }, bad: [] });
  });
  it('names each field that breaks a rule, and the rule, by path', () => {
    expect(bad({ commandId: '7', unit: 'PGR', name: 'x'.repeat(11), age: 121 })).toEqual([
      { path: 'input.unit', rules: ['matches'] },
      { path: 'input.name', rules: ['maxLength'] },
      { path: 'input.age', rules: ['max'] },
      { path: 'input.commandId', rules: ['matches'] },
    ]);
  });
  it('is checked inside nested inputs and lists', () => {
    expect(bad({ ...good, documents: [{ number: 'AB12' }, { number: '?' }] })).toEqual([{ path: 'input.documents.1.number', rules: ['matches'] }]);
    expect(bad({ ...good, documents: [{ number: 'AB12' }, { number: 'AB12' }, { number: 'AB12' }] })).toEqual([{ path: 'input.documents', rules: ['arrayMaxSize'] }]);
    expect(bad({ ...good, basis: { kind: 'COURT_ORDER', ref: 'x'.repeat(121) } })).toEqual([{ path: 'input.basis.ref', rules: ['maxLength'] }]);
  });
  it.each([
    ['text that is not NFC', 'Mari\u0301a', 'nfc'],
    ['control characters', 'a\u0000b', 'noControlCharacters'],
    ['a line separator that many programs take for an end of line', 'a\u2028b', 'noControlCharacters'],
    ['half a character', 'a\ud800b', 'noControlCharacters'],
    ['text over 4,000 characters', 'x'.repeat(4_001), 'maxLength'],
  ])('is refused with %s, whatever the field', (_, note, rule) => {
    expect(bad({ ...good, note })).toEqual([{ path: 'input.note', rules: [rule] }]);
  });
  it('may have lines, tabs, accents and any script', () => {
    expect(bad({ ...good, note: 'María\tno habla español,\nhabla kreyòl e 中文 🙂' })).toEqual([]);
  });
  it('has no list without end', () => {
    expect(bad({ ...good, languages: Array.from({ length: 201 }, () => 'es') })).toEqual([{ path: 'input.languages', rules: ['arrayMaxSize'] }]);
  });
  it('never shows a value that was sent', () => {
    expect(JSON.stringify(bad({ commandId: 'María', unit: 'María', name: 'María Pérez López', documents: [{ number: 'María' }] }))).not.toContain('María');
  });
});
