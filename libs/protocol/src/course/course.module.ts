import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CourseMutations } from './course.graphql';
import { courseHandlers } from './course.handlers';

@Module({ imports: [CqrsModule], providers: [...courseHandlers, CourseMutations] })
export class CourseModule {}
