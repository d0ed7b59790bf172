import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ErasureMutations } from './erasure.graphql';
import { erasureHandlers } from './erasure.handlers';
import { MatchingMutations } from './matching.graphql';
import { matchingHandlers } from './matching.handlers';

@Module({ imports: [CqrsModule], providers: [...matchingHandlers, ...erasureHandlers, MatchingMutations, ErasureMutations] })
export class SubjectModule {}
