import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CaseMutations } from './case.graphql';
import { caseHandlers } from './case.handlers';

@Module({ imports: [CqrsModule], providers: [...caseHandlers, CaseMutations] })
export class CaseModule {}
