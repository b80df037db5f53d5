using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Syntra.Sandbox.Tests.Cerner;

public sealed class ExactMoneyTests
{
    [Fact]
    public async Task Cents_up_to_ten_trillion_come_back_from_a_numeric_column_as_they_were_written()
    {
        await using var file = new SandboxFile();
        await using var connection = await file.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE M (V NUMERIC); INSERT INTO M VALUES (NULL)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "UPDATE M SET V = $v RETURNING V";
        var parameter = command.Parameters.AddWithValue("$v", "");
        var cents = ArbMap.Default.GeneratorFor<long>().Select(v => Math.Abs(v % 1_000_000_000_000_000)).ToArbitrary();

        Prop.ForAll(cents, c =>
        {
            var written = c / 100m;
            parameter.Value = written.ToString(CultureInfo.InvariantCulture);
            var read = Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
            return decimal.Parse(read, NumberStyles.Float, CultureInfo.InvariantCulture) == written;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
