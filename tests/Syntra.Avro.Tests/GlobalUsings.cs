global using Syntra.Avro.Tests.Support;
