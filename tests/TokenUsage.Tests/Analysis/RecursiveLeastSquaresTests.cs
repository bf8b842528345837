using TokenUsage.Analysis;

namespace TokenUsage.Tests.Analysis;

public sealed class RecursiveLeastSquaresTests
{
    [Fact]
    public void It_finds_the_weights_that_made_the_points()
    {
        var regression = new RecursiveLeastSquares([0, 0, 0], 0.998, 0.3);
        var random = new Random(2);
        for (int i = 0; i < 2000; i++)
        {
            double[] inputs = [random.NextDouble(), random.NextDouble(), 1];
            double target = (2 * inputs[0]) - (3 * inputs[1]) + 0.5;
            regression.Update(inputs, target - regression.Predict(inputs));
        }

        regression.Weights.ToArray().Should().Equal([2, -3, 0.5], (left, right) => Math.Abs(left - right) < 1e-3);
    }

    [Fact]
    public void A_constant_for_a_century_does_not_wind_it_up()
    {
        var regression = new RecursiveLeastSquares([0.5, 0.5], 0.998, 0.3);
        for (int i = 0; i < 876_000; i++) regression.Update([0, 1], 1 - regression.Predict([0, 1]));

        regression.Predict([0, 1]).Should().BeApproximately(1, 1e-6);
        regression.Update([1, 1], 1);
        regression.Weights.ToArray().Should().OnlyContain(weight => double.IsFinite(weight));
    }
}
