import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { UnitMutations } from './unit.graphql';
import { unitHandlers } from './unit.handlers';

@Module({ imports: [CqrsModule], providers: [...unitHandlers, UnitMutations] })
export class UnitModule {}
