import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { MatchingMutations } from './matching.graphql';
import { matchingHandlers } from './matching.handlers';

@Module({ imports: [CqrsModule], providers: [...matchingHandlers, MatchingMutations] })
export class SubjectModule {}
