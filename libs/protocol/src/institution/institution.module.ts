import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { InstitutionMutations } from './institution.graphql';
import { institutionHandlers } from './institution.handlers';

@Module({ imports: [CqrsModule], providers: [...institutionHandlers, InstitutionMutations] })
export class InstitutionModule {}
