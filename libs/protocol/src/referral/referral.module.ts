import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ReferralMutations } from './referral.graphql';
import { referralHandlers } from './referral.handlers';

@Module({ imports: [CqrsModule], providers: [...referralHandlers, ReferralMutations] })
export class ReferralModule {}
