using FsCheck;
using FsCheck.Fluent;

namespace Syntra.Avro.Tests.Support;

/// <summary>Properties over seeds: a failure names the seed that repeats it.</summary>
internal static class Property
{
    public static void ForEverySeed(int runs, Action<Random> property) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => property(new Random(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true));
}
