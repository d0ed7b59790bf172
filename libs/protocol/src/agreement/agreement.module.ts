import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AgreementMutations } from './agreement.graphql';
import { agreementHandlers } from './agreement.handlers';

@Module({ imports: [CqrsModule], providers: [...agreementHandlers, AgreementMutations] })
export class AgreementModule {}
